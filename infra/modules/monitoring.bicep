// Logs, metrics and alarms. Every alarm has a page in docs/runbook.md of the same name; tests hold the two to each other.
param stem string
param location string
param tags object
param alarmEmail string
param webPrincipalId string
param openerPrincipalId string

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${stem}'
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30, features: { disableLocalAuth: true } }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${stem}'
  location: location
  tags: tags
  kind: 'web'
  properties: { Application_Type: 'web', DisableLocalAuth: true, WorkspaceResourceId: workspace.id }
}

resource webPublishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, webPrincipalId, metricsPublisher)
  scope: insights
  properties: {
    principalId: webPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource openerPublishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, openerPrincipalId, metricsPublisher)
  scope: insights
  properties: {
    principalId: openerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'held-${stem}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'held'
    emailReceivers: [{ name: 'operators', emailAddress: alarmEmail, useCommonAlertSchema: true }]
  }
}

// How often it is looked, and as far back; how many rows of the query make an alarm.
var alarms = [
  {
    name: 'web-silent'
    severity: 1
    every: 'PT15M'
    rows: 0
    operator: 'LessThanOrEqual'
    query: 'AppMetrics | where Name == "held.web.up"'
  }
  {
    name: 'opener-silent'
    severity: 2
    every: 'PT1H'
    rows: 0
    operator: 'LessThanOrEqual'
    query: 'AppMetrics | where Name == "held.opener.runs"'
  }
  {
    name: 'seal-failures'
    severity: 1
    every: 'PT1H'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.seal.failures" and Sum > 0'
  }
  {
    name: 'prompts-failing'
    severity: 2
    every: 'PT1H'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.prompts.failed" | summarize Failed = sum(Sum) | where Failed >= 10'
  }
  {
    name: 'dead-letters'
    severity: 3
    every: 'PT1H'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.prompts.dead" and Max > 0'
  }
  {
    name: 'prompts-late'
    severity: 2
    every: 'PT1H'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.prompts.late" | summarize Late = sum(Sum) | where Late > 20'
  }
  {
    name: 'period-alarm'
    severity: 1
    every: 'PT1H'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.period.alarms" and Max > 0'
  }
  {
    name: 'loop-failing'
    severity: 2
    every: 'PT15M'
    rows: 0
    operator: 'GreaterThan'
    query: 'AppMetrics | where Name == "held.loop.failures" | summarize Failed = sum(Sum) | where Failed > 5'
  }
  {
    name: 'strange-key-use'
    severity: 0
    every: 'PT15M'
    rows: 0
    operator: 'GreaterThan'
    // The table and its column come with the first event: until then the query must be taken all the same.
    query: 'union isfuzzy=true (datatable(ResourceProvider:string, OperationName:string)[]), AzureDiagnostics | where ResourceProvider == "MICROSOFT.KEYVAULT" and OperationName in ("SecretGet", "SecretBackup", "SecretRecover", "KeyGet", "KeyUnwrap", "KeyDecrypt", "KeyBackup", "KeyRecover", "KeyUpdate") | where column_ifexists("identity_claim_oid_g", "") !in ("${webPrincipalId}", "${openerPrincipalId}")'
  }
]

resource alarm 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for each in alarms: {
    name: 'held-${each.name}-${stem}'
    location: location
    tags: tags
    properties: {
      displayName: each.name
      description: 'docs/runbook.md, ${each.name}'
      enabled: true
      severity: each.severity
      scopes: [workspace.id]
      evaluationFrequency: each.every
      windowSize: each.every
      autoMitigate: true
      // A new workspace has none of these tables yet, and would refuse the rule.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: each.query
            timeAggregation: 'Count'
            operator: each.operator
            threshold: each.rows
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id] }
    }
  }
]

// Who may reach a key, and whether that is recorded, is changed here and not in the vaults: Azure's activity log has it, at no cost.
var changes = [
  { name: 'rights-changed', operation: 'Microsoft.Authorization/roleAssignments/write' }
  { name: 'watch-removed', operation: 'Microsoft.Insights/diagnosticSettings/delete' }
]

var group = resourceGroup().id

resource change 'Microsoft.Insights/activityLogAlerts@2020-10-01' = [
  for each in changes: {
    name: 'held-${each.name}-${stem}'
    location: 'global'
    tags: tags
    properties: {
      enabled: true
      description: 'docs/runbook.md, ${each.name}'
      scopes: [group]
      condition: {
        allOf: [
          { field: 'category', equals: 'Administrative' }
          { field: 'operationName', equals: each.operation }
        ]
      }
      actions: { actionGroups: [{ actionGroupId: operators.id }] }
    }
  }
]

output workspaceId string = workspace.id
output metrics string = insights.properties.ConnectionString

// The opener: a scheduled job of its own, on a host of its own. A WebJob would run beside the web process, on a host that holds both
// identities; a job in Container Apps has the opener's identity alone, no address, and costs nothing between its runs.
param stem string
param unique string
param location string
param tags object
param image string
param identityId string
param clientId string
param principalId string
param tables string
param webVault string
param sharedVault string
param openerVault string
param workspaceId string
param metrics string

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cr${stem}${unique}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false, anonymousPullEnabled: false }
}

resource openerPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, principalId, acrPull)
  scope: registry
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

resource host 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-${stem}'
  location: location
  tags: tags
  properties: { appLogsConfiguration: { destination: 'azure-monitor' } }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'held'
  scope: host
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

resource job 'Microsoft.App/jobs@2024-03-01' = if (!empty(image)) {
  name: 'job-${stem}-opener'
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: host.id
    configuration: {
      triggerType: 'Schedule'
      // One at a time; a run that failed is not repeated at once, the next comes by itself.
      scheduleTriggerConfig: { cronExpression: '*/5 * * * *', parallelism: 1, replicaCompletionCount: 1 }
      replicaTimeout: 1800
      replicaRetryLimit: 0
      registries: [{ server: registry.properties.loginServer, identity: identityId }]
    }
    template: {
      containers: [
        {
          name: 'opener'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'HELD_MODE', value: 'azure' }
            { name: 'HELD_IDENTITY', value: clientId }
            { name: 'HELD_TABLES', value: tables }
            { name: 'HELD_VAULT_WEB', value: webVault }
            { name: 'HELD_VAULT_SHARED', value: sharedVault }
            { name: 'HELD_VAULT_OPENER', value: openerVault }
            { name: 'HELD_METRICS', value: metrics }
            { name: 'APPLICATION_INSIGHTS_NO_STATSBEAT', value: 'true' }
          ]
        }
      ]
    }
  }
  dependsOn: [openerPulls]
}

output registry string = registry.properties.loginServer

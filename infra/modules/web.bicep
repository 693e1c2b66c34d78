// The web process: bot, API, tab, period work. It is not told where the opener's vault is.
param siteName string
param planName string
param location string
param tags object
@allowed(['trust', 'county'])
param size string
param withSlot bool
param identityId string
param clientId string
param tabClientId string
param tables string
param queues string
param webVault string
param sharedVault string
param bookingLink string
param teamsApp string
param calendar string
param meetingEvents string
param nation string
param workspaceId string
param metrics string

// A slot needs a premium or standard plan: without one (dev) the cheapest always-on plan will do.
var plans = {
  trust: { name: withSlot ? 'P0v3' : 'B1', capacity: 1, zones: false }
  county: { name: 'P1v3', capacity: 2, zones: true }
}
var plan = plans[size]

var settings = [
  { name: 'HELD_MODE', value: 'azure' }
  { name: 'HELD_IDENTITY', value: clientId }
  { name: 'HELD_TABLES', value: tables }
  { name: 'HELD_QUEUES', value: queues }
  { name: 'HELD_VAULT_WEB', value: webVault }
  { name: 'HELD_VAULT_SHARED', value: sharedVault }
  { name: 'HELD_BOOKING_LINK', value: bookingLink }
  { name: 'HELD_TEAMS_APP', value: teamsApp }
  { name: 'HELD_CALENDAR', value: calendar }
  { name: 'HELD_MEETING_EVENTS', value: meetingEvents }
  { name: 'NATION', value: nation }
  { name: 'HELD_METRICS', value: metrics }
  // At info there is a line for each request and prompt: kept for weeks, it would say when somebody answered.
  { name: 'HELD_LOG_LEVEL', value: 'warn' }
  { name: 'BOT_ID', value: clientId }
  { name: 'BOT_TYPE', value: 'UserAssignedMSI' }
  { name: 'BOT_TENANT_ID', value: tenant().tenantId }
  { name: 'ENTRA_TENANT_ID', value: tenant().tenantId }
  { name: 'ENTRA_CLIENT_ID', value: tabClientId }
  // The figures' library would otherwise report on itself to Microsoft.
  { name: 'APPLICATION_INSIGHTS_NO_STATSBEAT', value: 'true' }
  { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false' }
]

// A dependency's outage is not mended by a new instance: the platform asks whether the process is up, an alarm asks whether it is ready.
var siteConfig = {
  alwaysOn: true
  appCommandLine: 'node bot/main.js'
  appSettings: settings
  ftpsState: 'Disabled'
  healthCheckPath: '/healthz'
  http20Enabled: true
  linuxFxVersion: 'NODE|24-lts'
  minTlsVersion: '1.2'
  remoteDebuggingEnabled: false
  scmMinTlsVersion: '1.2'
  webSocketsEnabled: false
}

resource appServicePlan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'linux'
  sku: { name: plan.name, capacity: plan.capacity }
  properties: { reserved: true, zoneRedundant: plan.zones }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: siteName
  location: location
  tags: tags
  kind: 'app,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    clientAffinityEnabled: false
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    serverFarmId: appServicePlan.id
    siteConfig: siteConfig
  }
}

// Deployments come from people who signed in, not with a user name and a password.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

resource slot 'Microsoft.Web/sites/slots@2023-12-01' = if (withSlot) {
  parent: site
  name: 'next'
  location: location
  tags: tags
  kind: 'app,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    clientAffinityEnabled: false
    httpsOnly: true
    serverFarmId: appServicePlan.id
    siteConfig: siteConfig
  }
}

resource noSlotFtpPassword 'Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2023-12-01' = if (withSlot) {
  parent: slot
  name: 'ftp'
  properties: { allow: false }
}

resource noSlotScmPassword 'Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2023-12-01' = if (withSlot) {
  parent: slot
  name: 'scm'
  properties: { allow: false }
}

// What the process prints, and what the platform did to it. Not the access log: it would keep who called, from where and when.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'held'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'AppServiceConsoleLogs', enabled: true }
      { category: 'AppServicePlatformLogs', enabled: true }
    ]
  }
}

resource scaling 'Microsoft.Insights/autoscaleSettings@2022-10-01' = if (size == 'county') {
  name: 'scale-${planName}'
  location: location
  tags: tags
  properties: {
    enabled: true
    targetResourceUri: appServicePlan.id
    profiles: [
      {
        name: 'load'
        capacity: { minimum: '2', maximum: '4', default: '2' }
        rules: [
          {
            metricTrigger: {
              metricName: 'CpuPercentage'
              metricResourceUri: appServicePlan.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT10M'
              timeAggregation: 'Average'
              operator: 'GreaterThan'
              threshold: 70
            }
            scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '1', cooldown: 'PT10M' }
          }
          {
            metricTrigger: {
              metricName: 'CpuPercentage'
              metricResourceUri: appServicePlan.id
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT20M'
              timeAggregation: 'Average'
              operator: 'LessThan'
              threshold: 25
            }
            scaleAction: { direction: 'Decrease', type: 'ChangeCount', value: '1', cooldown: 'PT20M' }
          }
        ]
      }
    ]
  }
}

output host string = site.properties.defaultHostName
output siteId string = site.id

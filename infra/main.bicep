// Held in the organisation's own subscription: one resource group, UK South. docs/deploy.md walks through it; docs/security.md says what
// these files promise, and tests/infra holds them to it.
targetScope = 'resourceGroup'

@description('Part of every name: lower-case letters and digits, unique in the world together with the environment.')
@minLength(3)
@maxLength(10)
param name string

@allowed(['dev', 'prod'])
param environment string

@description('trust: one web process. county: two and more, across zones.')
@allowed(['trust', 'county'])
param size string = 'trust'

@allowed(['uksouth', 'ukwest'])
param location string = 'uksouth'

@description('Client id of the tab\'s app registration.')
param tabClientId string

@description('Object id of the Entra group whose members run the operator\'s commands.')
param operatorsGroupId string

@description('Image of the opener in this deployment\'s registry; empty at the first deployment, before there is a registry to push to.')
param openerImage string = ''

@description('Who hears of alarms and of the budget.')
param alarmEmail string

@description('Pounds a month; 80% and 100% of it are reported.')
@minValue(10)
param monthlyBudget int

@description('First day of the month of the first deployment, such as 2026-12-01. Azure refuses another one later.')
param budgetFrom string

@description('Keeps deleted period keys until the vault forgets them, instead of purging them at once. The privacy notice must then name that date.')
param keepDeletedPeriodKeys bool = false

@description('Address to book supervision at; may be empty.')
param bookingLink string = ''

@description('Id under which Teams knows the app, for buttons that open its tab; may be empty at first.')
param teamsApp string = ''

@description('on: look at the times in the calendars of who agreed; docs/deploy.md says which right that takes.')
@allowed(['on', 'off'])
param calendar string = 'off'

@description('leave: prompts follow who leaves a meeting, where the bot is subscribed to that; docs/deploy.md says how. end: they follow its end, for everyone in its chat.')
@allowed(['end', 'leave'])
param meetingEvents string = 'end'

@description('Whose titles, code and helplines Held says. Only those of England are confirmed.')
@allowed(['england', 'wales', 'scotland', 'northernIreland'])
param nation string = 'england'

param costCentre string = 'inclusion'

// Microsoft's toolkit leaves the name of an empty value in its place.
var image = startsWith(openerImage, '\${{') ? '' : openerImage
var booking = startsWith(bookingLink, '\${{') ? '' : bookingLink
var app = startsWith(teamsApp, '\${{') ? '' : teamsApp

var stem = '${name}${environment}'
var unique = take(uniqueString(resourceGroup().id), 5)
var tags = {
  product: 'held'
  environment: environment
  costCentre: costCentre
  dataClassification: 'confidential'
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  params: { stem: stem, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    stem: stem
    location: location
    tags: tags
    alarmEmail: alarmEmail
    webPrincipalId: identities.outputs.webPrincipalId
    openerPrincipalId: identities.outputs.openerPrincipalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    accountName: 'st${stem}${unique}'
    location: location
    tags: tags
    zoneRedundant: size == 'county'
    keep: environment == 'prod'
    webPrincipalId: identities.outputs.webPrincipalId
    openerPrincipalId: identities.outputs.openerPrincipalId
    operatorsGroupId: operatorsGroupId
  }
}

module vaults 'modules/vaults.bicep' = {
  name: 'vaults'
  params: {
    stem: stem
    unique: unique
    location: location
    tags: tags
    keepDeletedPeriodKeys: keepDeletedPeriodKeys
    webPrincipalId: identities.outputs.webPrincipalId
    openerPrincipalId: identities.outputs.openerPrincipalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module web 'modules/web.bicep' = {
  name: 'web'
  params: {
    siteName: 'app-${stem}-${unique}'
    planName: 'plan-${stem}'
    location: location
    tags: tags
    size: size
    withSlot: environment == 'prod'
    identityId: identities.outputs.webId
    clientId: identities.outputs.webClientId
    tabClientId: tabClientId
    tables: storage.outputs.tables
    queues: storage.outputs.queues
    webVault: vaults.outputs.web
    sharedVault: vaults.outputs.shared
    bookingLink: booking
    teamsApp: app
    calendar: calendar
    meetingEvents: meetingEvents
    nation: nation
    workspaceId: monitoring.outputs.workspaceId
    metrics: monitoring.outputs.metrics
  }
}

module opener 'modules/opener.bicep' = {
  name: 'opener'
  params: {
    stem: stem
    unique: unique
    location: location
    tags: tags
    image: image
    identityId: identities.outputs.openerId
    clientId: identities.outputs.openerClientId
    principalId: identities.outputs.openerPrincipalId
    tables: storage.outputs.tables
    webVault: vaults.outputs.web
    sharedVault: vaults.outputs.shared
    openerVault: vaults.outputs.opener
    workspaceId: monitoring.outputs.workspaceId
    metrics: monitoring.outputs.metrics
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    botName: 'bot-${stem}-${unique}'
    tags: tags
    host: web.outputs.host
    identityId: identities.outputs.webId
    clientId: identities.outputs.webClientId
  }
}

module budget 'modules/budget.bicep' = {
  name: 'budget'
  params: { stem: stem, pounds: monthlyBudget, email: alarmEmail, startsOn: budgetFrom }
}

output BOT_ID string = identities.outputs.webClientId
output BOT_DOMAIN string = web.outputs.host
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = web.outputs.siteId
output HELD_TABLES string = storage.outputs.tables
output HELD_QUEUES string = storage.outputs.queues
output HELD_VAULT_WEB string = vaults.outputs.web
output HELD_VAULT_SHARED string = vaults.outputs.shared
output HELD_VAULT_OPENER string = vaults.outputs.opener
output REGISTRY string = opener.outputs.registry

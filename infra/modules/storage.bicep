// Tables and queues. No shared key, no signed address, no blob: identities alone. No diagnostics of reads and writes: they would keep, by
// object key and to the millisecond, when somebody's row was written, which the nightly touch is there to hide.
param accountName string
param location string
param tags object
param zoneRedundant bool
param keep bool
param webPrincipalId string
param openerPrincipalId string
param operatorsGroupId string

var tableNames = [
  'HeldFormat'
  'HeldRoster'
  'HeldPeople'
  'HeldConversations'
  'HeldPeriods'
  'HeldFrozen'
  'HeldEnvelopes'
  'HeldLedger'
  'HeldDays'
  'HeldDeadPrompts'
  'HeldTermDates'
  'HeldReleases'
  'HeldLeases'
  'HeldProcesses'
  'HeldActions'
  'HeldSignposts'
  'HeldRecords'
  'HeldRecordCopies'
  'HeldSupervision'
  'HeldSupervisionBoards'
]
// Releases are written once, by the opener; the web process shows them and can neither replace nor delete one.
var webReads = ['HeldReleases']
// Who is who, and how to reach them, the opener never learns. The freeze it reads and cannot replace.
var openerTables = ['HeldPeriods', 'HeldEnvelopes', 'HeldReleases', 'HeldLeases']
var openerReads = ['HeldFormat', 'HeldFrozen']
// An operator looks after the roster and the half-terms; envelopes, ledger and the day's notes are nobody's to look at.
var operatorTables = ['HeldRoster', 'HeldPeople', 'HeldConversations', 'HeldPeriods', 'HeldDeadPrompts', 'HeldTermDates']
var operatorReads = ['HeldFormat', 'HeldFrozen', 'HeldProcesses', 'HeldReleases']
var queueNames = ['held-prompts', 'held-cards', 'held-welcomes']

var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var tableDataReader = '76199698-9eea-4c19-bc75-cec21354c6b6'
var queueMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (keep) {
  name: 'keep'
  scope: account
  properties: { level: 'CanNotDelete', notes: 'Envelopes of a half-term under way cannot be restored.' }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for each in tableNames: {
    parent: tableService
    name: each
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01' = [
  for each in queueNames: {
    parent: queueService
    name: each
  }
]

resource webUsesTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (!contains(webReads, each)) {
    name: guid(table[i].id, webPrincipalId, tableDataContributor)
    scope: table[i]
    properties: {
      principalId: webPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
    }
  }
]

resource webReadsTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (contains(webReads, each)) {
    name: guid(table[i].id, webPrincipalId, tableDataReader)
    scope: table[i]
    properties: {
      principalId: webPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataReader)
    }
  }
]

resource webUsesQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, webPrincipalId, queueDataContributor)
  scope: account
  properties: {
    principalId: webPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueDataContributor)
  }
}

resource openerUsesTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (contains(openerTables, each)) {
    name: guid(table[i].id, openerPrincipalId, tableDataContributor)
    scope: table[i]
    properties: {
      principalId: openerPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
    }
  }
]

resource openerReadsTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (contains(openerReads, each)) {
    name: guid(table[i].id, openerPrincipalId, tableDataReader)
    scope: table[i]
    properties: {
      principalId: openerPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataReader)
    }
  }
]

resource operatorsUseTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (contains(operatorTables, each)) {
    name: guid(table[i].id, operatorsGroupId, tableDataContributor)
    scope: table[i]
    properties: {
      principalId: operatorsGroupId
      principalType: 'Group'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
    }
  }
]

resource operatorsReadTable 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in tableNames: if (contains(operatorReads, each)) {
    name: guid(table[i].id, operatorsGroupId, tableDataReader)
    scope: table[i]
    properties: {
      principalId: operatorsGroupId
      principalType: 'Group'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataReader)
    }
  }
]

// To ask again for a prompt that failed; not to read whose card passes this evening.
resource operatorsAskAgain 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(queue[0].id, operatorsGroupId, queueMessageSender)
  scope: queue[0]
  properties: {
    principalId: operatorsGroupId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueMessageSender)
  }
}

output tables string = 'https://${account.name}.table.${az.environment().suffixes.storage}'
output queues string = 'https://${account.name}.queue.${az.environment().suffixes.storage}'

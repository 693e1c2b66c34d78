// Three vaults, because rights are given by vault: H_p is the web process's own, private halves are the opener's own, and what the opener
// makes for both lies in the third. Their reads are recorded: by name of a half-term's key, never by person.
param stem string
param unique string
param location string
param tags object
param keepDeletedPeriodKeys bool
param webPrincipalId string
param openerPrincipalId string
param workspaceId string

var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var cryptoOfficer = '14b46e9e-c2b7-41b4-b07b-48a6ebf60603'
var vaultReader = '21090545-7ca7-4776-b22c-e363652d74d2'

// Without purge protection, in every environment: what cannot be purged cannot be cut, and the web process refuses such a vault.
resource webVault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${take(stem, 8)}-web-${unique}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: 'Enabled'
  }
}

resource sharedVault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${take(stem, 8)}-shr-${unique}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // Azure takes true or nothing here.
    enablePurgeProtection: keepDeletedPeriodKeys ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: 'Enabled'
  }
}

resource openerVault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${take(stem, 8)}-opn-${unique}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: keepDeletedPeriodKeys ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: 'Enabled'
  }
}

resource webOwnsItsKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(webVault.id, webPrincipalId, secretsOfficer)
  scope: webVault
  properties: {
    principalId: webPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

// Names of keys only: the opener sees that H_p is gone, and could not read it while it was there.
resource openerSeesNames 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(webVault.id, openerPrincipalId, vaultReader)
  scope: webVault
  properties: {
    principalId: openerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', vaultReader)
  }
}

resource webReadsShared 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(sharedVault.id, webPrincipalId, secretsUser)
  scope: sharedVault
  properties: {
    principalId: webPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource openerWritesShared 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(sharedVault.id, openerPrincipalId, secretsOfficer)
  scope: sharedVault
  properties: {
    principalId: openerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource openerOwnsItsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(openerVault.id, openerPrincipalId, secretsOfficer)
  scope: openerVault
  properties: {
    principalId: openerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource openerWrapsAndUnwraps 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(openerVault.id, openerPrincipalId, cryptoOfficer)
  scope: openerVault
  properties: {
    principalId: openerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cryptoOfficer)
  }
}

resource webVaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: webVault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource sharedVaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: sharedVault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource openerVaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: openerVault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

output web string = 'https://${webVault.name}${az.environment().suffixes.keyvaultDns}'
output shared string = 'https://${sharedVault.name}${az.environment().suffixes.keyvaultDns}'
output opener string = 'https://${openerVault.name}${az.environment().suffixes.keyvaultDns}'

// Two processes, two identities. Nothing gives one of them what belongs to the other.
param stem string
param location string
param tags object

resource web 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${stem}-web'
  location: location
  tags: tags
}

resource opener 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${stem}-opener'
  location: location
  tags: tags
}

output webId string = web.id
output webClientId string = web.properties.clientId
output webPrincipalId string = web.properties.principalId
output openerId string = opener.id
output openerClientId string = opener.properties.clientId
output openerPrincipalId string = opener.properties.principalId

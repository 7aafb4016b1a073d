@description('The image, by digest or by a tag that never moves: registry.azurecr.io/bakehouse:1a2b3c4')
param image string

@description('Name of the registry that the image lies in, in this resource group.')
param registryName string

@secure()
@description('postgres://user:password@host:5432/bakehouse?sslmode=verify-full')
param databaseUrl string

@secure()
@description('id:secret, the secret of 32 characters at least.')
param guestTokenSecrets string

@description('What is deployed, for example a commit.')
param revision string = ''

@description('Issuer of the tokens that are taken. Without one nobody can sign in.')
param oidcIssuer string = ''

@description('The connection budget: times databasePoolMax, and twice while deploying.')
@minValue(1)
param replicasAtMost int = 3

param databasePoolMax int = 5
param bakeryName string = 'Bakehouse'
param bakeryTimeZone string = 'Europe/Amsterdam'
param bakeryCurrency string = 'EUR'
param bakeryLocale string = 'nl-NL'
param location string = resourceGroup().location

var appName = 'bakehouse'
var port = 8080
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var secrets = [
  { name: 'database-url', value: databaseUrl }
  { name: 'guest-token-secrets', value: guestTokenSecrets }
]
var registries = [
  { server: registry.properties.loginServer, identity: identity.id }
]

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: appName
  location: location
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, acrPull)
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: appName
  location: location
  properties: {
    retentionInDays: 30
    sku: { name: 'PerGB2018' }
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: appName
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: appName
  location: location
  dependsOn: [pull]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: registries
      secrets: secrets
    }
    template: {
      // From SIGTERM to SIGKILL; the process takes 8 s at most.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: appName
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'PORT', value: string(port) }
            { name: 'DATABASE_URL', secretRef: 'database-url' }
            { name: 'GUEST_TOKEN_SECRETS', secretRef: 'guest-token-secrets' }
            { name: 'DATABASE_POOL_MAX', value: string(databasePoolMax) }
            { name: 'INSTANCES_AT_MOST', value: string(replicasAtMost) }
            { name: 'PUBLIC_URL', value: 'https://${appName}.${environment.properties.defaultDomain}' }
            { name: 'OIDC_ISSUER', value: oidcIssuer }
            { name: 'REVISION', value: revision }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/livez', port: port }
              periodSeconds: 1
              timeoutSeconds: 1
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: { path: '/livez', port: port }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: port }
              periodSeconds: 5
              timeoutSeconds: 2
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: 0
        maxReplicas: replicasAtMost
        rules: [
          {
            name: 'http'
            http: { metadata: { concurrentRequests: '80' } }
          }
        ]
      }
    }
  }
}

resource migrate 'Microsoft.App/jobs@2024-03-01' = {
  name: '${appName}-migrate'
  location: location
  dependsOn: [pull]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      replicaTimeout: 600
      // A migration goes as a whole or not at all, so trying again is safe.
      replicaRetryLimit: 2
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: ['/app/migrate.cjs']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'DATABASE_URL', secretRef: 'database-url' }
            { name: 'DATABASE_CONNECT_TIMEOUT_MS', value: '10000' }
            { name: 'BAKERY_NAME', value: bakeryName }
            { name: 'BAKERY_TIME_ZONE', value: bakeryTimeZone }
            { name: 'BAKERY_CURRENCY', value: bakeryCurrency }
            { name: 'BAKERY_LOCALE', value: bakeryLocale }
          ]
        }
      ]
    }
  }
}

output url string = 'https://${app.properties.configuration.ingress.fqdn}'
output migrateJob string = migrate.name

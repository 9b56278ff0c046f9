/** What each kind of resource that our constructs make needs to be planned and applied, by IAM's name of the kind. */
const verbs: Readonly<Record<string, string>> = {
  'artifactregistry.repositories': 'create delete get getIamPolicy setIamPolicy update',
  'bigquery.dataPolicies': 'create delete get getIamPolicy setIamPolicy update',
  'bigquery.datasets': 'create delete get getIamPolicy setIamPolicy update',
  'bigquery.rowAccessPolicies': 'create delete get getIamPolicy list setIamPolicy update',
  'bigquery.tables': 'create delete get getIamPolicy setIamPolicy update',
  'bigquery.transfers': 'get update',
  'billing.resourcebudgets': 'read write',
  'cloudkms.cryptoKeys': 'create get getIamPolicy setIamPolicy update',
  'cloudkms.keyRings': 'create get',
  'cloudscheduler.jobs': 'create delete enable get pause update',
  'compute.addresses': 'create delete get setLabels use',
  'compute.backendServices': 'create delete get setSecurityPolicy update use',
  'compute.firewalls': 'create delete get update',
  'compute.globalAddresses': 'create delete get setLabels use',
  'compute.globalForwardingRules': 'create delete get setLabels setTarget update',
  'compute.globalOperations': 'get',
  'compute.networks': 'create delete get update updatePolicy use',
  'compute.regionNetworkEndpointGroups': 'create delete get use',
  'compute.regionOperations': 'get',
  'compute.routers': 'create delete get update use',
  'compute.securityPolicies': 'create delete get update use',
  'compute.sslCertificates': 'create delete get',
  'compute.sslPolicies': 'create delete get update use',
  'compute.subnetworks': 'create delete get setPrivateIpGoogleAccess update use',
  'compute.targetHttpProxies': 'create delete get setUrlMap update use',
  'compute.targetHttpsProxies': 'create delete get setSslCertificates setSslPolicy setUrlMap update use',
  'compute.urlMaps': 'create delete get update use',
  'datacatalog.taxonomies': 'create delete get getIamPolicy list setIamPolicy update',
  'dataplex.datascans': 'create delete get getIamPolicy setIamPolicy update',
  'dns.changes': 'create get list',
  'dns.managedZones': 'create delete get update',
  'dns.networks': 'bindPrivateDNSZone',
  'dns.resourceRecordSets': 'create delete get list update',
  'documentai.processors': 'create delete get',
  'essentialcontacts.contacts': 'create delete get list update',
  'eventarc.triggers': 'create delete get getIamPolicy update',
  'iam.serviceAccounts': 'create delete get getIamPolicy setIamPolicy update',
  'logging.buckets': 'create get update',
  'logging.cmekSettings': 'get',
  'logging.logMetrics': 'create delete get update',
  'logging.sinks': 'create delete get update',
  'modelarmor.templates': 'create delete get update',
  'monitoring.alertPolicies': 'create delete get update',
  'monitoring.dashboards': 'create delete get update',
  'monitoring.notificationChannels': 'create delete get update',
  'monitoring.services': 'create delete get update',
  'monitoring.slos': 'create delete get update',
  'monitoring.uptimeCheckConfigs': 'create delete get update',
  'pubsub.schemas': 'attach create delete get getIamPolicy setIamPolicy',
  'pubsub.subscriptions': 'create delete get getIamPolicy setIamPolicy update',
  'pubsub.topics': 'attachSubscription create delete get getIamPolicy setIamPolicy update',
  'resourcemanager.projects': 'get getIamPolicy',
  'run.jobs': 'create delete get getIamPolicy setIamPolicy update',
  'run.operations': 'get',
  'run.services': 'create delete get getIamPolicy setIamPolicy update',
  'secretmanager.secrets': 'create delete get getIamPolicy setIamPolicy update',
  'serviceusage.services': 'enable get list',
  'storage.buckets': 'create delete get getIamPolicy setIamPolicy update',
  'workflows.operations': 'get',
  'workflows.workflows': 'create delete get update',
  // What the workflows may do, the rules of the organization and the tag that conditions ask for are read by them and
  // changed by a person: else they could give themselves more.
  'iam.roles': 'get',
  'orgpolicy.policy': 'get',
  'resourcemanager.hierarchyNodes': 'listTagBindings',
  'resourcemanager.tagKeys': 'get',
  'resourcemanager.tagValues': 'get',
};

const readVerbs = new Set(['get', 'list', 'listTagBindings', 'getIamPolicy', 'read']);

/** Kinds whose `get` or `list` gives the data itself. */
const dataKinds = /\.(objects|files|entities|documents|logEntries|privateLogEntries)\./;

/** Whether a permission shows what something looks like or who may use it, and no data, log or secret. */
export function isReadOnly(permission: string): boolean {
  const [verb = ''] = permission.split('.').slice(-1);
  return readVerbs.has(verb) && !dataKinds.test(permission);
}

/** Permissions to become someone else, or to give oneself more. */
export function isEscalation(permission: string): boolean {
  return (
    /^iam\.(serviceAccounts\.(actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt)|serviceAccountKeys\.\w+)$/.test(
      permission,
    ) || /^(iam\.roles\.(create|update|undelete)|resourcemanager\.\w+\.setIamPolicy)$/.test(permission)
  );
}

/** Basic roles, and roles to become any account of the project or to give oneself more. */
export function isTooMuch(role: string): boolean {
  return /^roles\/(owner|editor|viewer|iam\.(serviceAccount(TokenCreator|OpenIdTokenCreator|User|Admin|KeyAdmin)|workloadIdentity(User|PoolAdmin)|securityAdmin|roleAdmin|organizationRoleAdmin)|resourcemanager\.(projectIamAdmin|folderIamAdmin|folderAdmin|organizationAdmin))$/.test(
    role,
  );
}

/** Predefined roles that look and change nothing; those of data and secrets are left out. */
export function isViewing(role: string): boolean {
  return (
    /^roles\/(browser|[\w.]*([vV]iewer|[rR]eviewer))$/.test(role) &&
    !/^roles\/(viewer$|storage\.(object|legacyObject)|bigquery\.(data|filteredData)|logging\.|datastore\.|spanner\.)/.test(
      role,
    )
  );
}

/** All that applying our constructs asks of a project, but the roles it gives there. */
export const applyPermissions: readonly string[] = Object.entries(verbs)
  .flatMap(([kind, list]) => list.split(' ').map((verb) => `${kind}.${verb}`))
  .sort();

/** All that planning them asks: what they look like, and who may use them. No data, no secret, no log. */
export const planPermissions: readonly string[] = applyPermissions.filter(isReadOnly);

/** The filter of DescribeAcls and DeleteAcls that matches every ACL (Kafka: AclBindingFilter.ANY). */
export const everyAcl = {
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
};

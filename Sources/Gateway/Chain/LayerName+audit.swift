import Audit

extension LayerName {
  /// The name in the audit record.
  var auditName: AuditLayer.Name { Self.auditNames[rawValue - 1] }

  private static let auditNames = allCases.map { AuditLayer.Name($0.rawValue, $0.wireName) }
}

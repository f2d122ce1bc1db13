/// How sensitive the fields of audit entries are: what `agw audit search` and `explain` show to whom.
///
/// ## Configuration keys
/// - `public`, `internal`, `confidential`, `restricted` (one section each): what holds for a class; see
///   ``ClassSettings``.
/// - `fields` (mapping from fields to classes; default below): The class of a field; a field that is not named is
///   internal.
public struct ClassificationSettings: SettingsSection {
  public var publicClass = ClassSettings(readers: [.viewer, .auditor, .admin])
  public var internalClass = ClassSettings(readers: [.viewer, .auditor, .admin])
  public var confidentialClass = ClassSettings(readers: [.auditor, .admin])
  public var restrictedClass = ClassSettings(readers: [.admin], retention: .seconds(90 * 86_400))
  public var fields: [String: String] = [
    "decision": "public", "code": "public", "method": "public", "caller_id": "confidential", "spiffe_id": "confidential",
    "session_id": "confidential", "principal": "confidential", "detail": "confidential", "arguments": "restricted",
  ]

  public init() {}

  public static let fields: [Field<Self>] = [
    .section("public", \.publicClass),
    .section("internal", \.internalClass),
    .section("confidential", \.confidentialClass),
    .section("restricted", \.restrictedClass),
    .namedTexts("fields", \.fields, of: .fileName, .fieldClass),
  ]
}

/// What holds for a class of fields.
///
/// ## Configuration keys
/// - `retention_days` (integer, days, 0…36500; default 0, of restricted 90): How long a field is shown after its entry
///   was made; 0 for as long as the log is kept.
/// - `readers` (list of viewer, auditor, admin): Who sees it.
public struct ClassSettings: SettingsSection {
  public var retentionDays = 0
  public var readers: [AuditReader] = [.admin]

  public init() {}

  init(readers: [AuditReader], retention: Duration = .zero) {
    self.readers = readers
    retentionDays = Int(retention.components.seconds / 86_400)
  }

  public static let fields: [Field<Self>] = [
    .integer("retention_days", \.retentionDays, 0...36_500, unit: "days"),
    .choices("readers", \.readers),
  ]
}

/// In what role somebody reads the log.
public enum AuditReader: String, SettingChoice {
  case viewer, auditor, admin
}

/// Layer 4: the record of every call.
///
/// ## Configuration keys
/// - `path` (path; default `state/audit.jsonl`): The log; further segments stand beside it.
/// - `durability` (commit, buffered; default commit): `commit` releases no answer before its entry is on
///   disk; `buffered` leaves it to the operating system, and production profiles refuse it.
/// - `segment_bytes_max` (integer, 65536…1099511627776; default 268435456): When a new segment begins.
/// - `include_payloads` (true or false; default false): Whether entries hold the arguments, redacted.
public struct AuditSettings: SettingsSection {
  public var path = "state/audit.jsonl"
  public var durability = AuditDurability.commit
  public var segmentBytesMax = 268_435_456
  public var includePayloads = false

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("path", \.path, .path),
    .choice("durability", \.durability),
    .integer("segment_bytes_max", \.segmentBytesMax, 65_536...1_099_511_627_776, unit: "bytes"),
    .toggle("include_payloads", \.includePayloads),
  ]
}

/// When an entry counts as written.
public enum AuditDurability: String, SettingChoice {
  case commit, buffered
}

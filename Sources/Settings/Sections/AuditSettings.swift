/// Layer 4: the record of every call.
///
/// ## Configuration keys
/// - `path` (path; default `state/audit.jsonl`): The log; further segments stand beside it.
/// - `durability` (commit, buffered; default commit): `commit` releases no answer before its entry is on
///   disk; `buffered` leaves it to the operating system, and production profiles refuse it.
/// - `segment_bytes_max` (integer, 65536…1099511627776; default 268435456): When a new segment begins.
/// - `segment_age_max_ms` (integer, milliseconds, 0…31536000000; default 86400000): The age at which a segment is
///   closed; 0 for none.
/// - `origin` (name, or empty; default empty): The log's name in its checkpoints, no two logs the same; kept with the
///   first key. Empty makes one up.
/// - `checkpoint_entries_max` (integer, 1…1000000000; default 100000): Entries after which a checkpoint is signed.
/// - `checkpoint_interval_ms` (integer, milliseconds, 100…86400000; default 60000): Time after which an entry is covered
///   by a checkpoint.
/// - `anchor` (path, or empty; default empty): A file that gets every checkpoint as well; on another file system it
///   shows a log that was replaced.
/// - `include_payloads` (true or false; default false): Whether entries hold the arguments, redacted.
/// - `index` (true or false; default true): Whether the search index beside the log is kept up to date while the gateway
///   runs, by a thread of the lowest priority; otherwise the first search does it.
/// - `compress_segments` (true or false; default false): Whether closed segments are compressed (gzip in blocks); they
///   are verified and searched as before.
/// - `witnesses` (mapping by name; default empty): Who signs that the log only grows.
/// - `sinks` (mapping by name; default empty): Where entries and checkpoints are delivered besides.
/// - `seal_callers` (people, everyone, nobody; default people): Whose personal fields are encrypted under a key of
///   their own before they are written; people are callers of the kinds owner, delegated_admin and external_user.
/// - `sealed_fields` (list of caller_id, session_id, arguments; default caller_id and arguments): Which fields these are.
/// - `classification`: how sensitive each field is, how long it is shown and to whom; see
///   ``ClassificationSettings``.
public struct AuditSettings: SettingsSection {
  public var path = "state/audit.jsonl"
  public var durability = AuditDurability.commit
  public var segmentBytesMax = 268_435_456
  public var segmentAgeMax = Duration.seconds(86_400)
  public var origin: String?
  public var checkpointEntriesMax = 100_000
  public var checkpointInterval = Duration.seconds(60)
  public var anchor: String?
  public var includePayloads = false
  public var index = true
  public var compressSegments = false
  public var witnesses: [String: WitnessSettings] = [:]
  public var sinks: [String: SinkSettings] = [:]
  public var sealCallers = SealedCallers.people
  public var sealedFields: [SealedField] = [.caller, .arguments]
  public var classification = ClassificationSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("path", \.path, .path),
    .choice("durability", \.durability),
    .integer("segment_bytes_max", \.segmentBytesMax, 65_536...1_099_511_627_776, unit: "bytes"),
    .milliseconds("segment_age_max_ms", \.segmentAgeMax, 0...31_536_000_000),
    .text("origin", \.origin, .logName),
    .integer("checkpoint_entries_max", \.checkpointEntriesMax, 1...1_000_000_000, unit: "entries"),
    .milliseconds("checkpoint_interval_ms", \.checkpointInterval, 100...86_400_000),
    .text("anchor", \.anchor, .path),
    .toggle("include_payloads", \.includePayloads),
    .toggle("index", \.index),
    .toggle("compress_segments", \.compressSegments),
    .named("witnesses", \.witnesses, of: .fileName),
    .named("sinks", \.sinks, of: .fileName),
    .choice("seal_callers", \.sealCallers),
    .choices("sealed_fields", \.sealedFields),
    .section("classification", \.classification),
  ]
}

/// When an entry counts as written.
public enum AuditDurability: String, SettingChoice {
  case commit, buffered
}

/// Whose entries have their personal fields sealed.
public enum SealedCallers: String, SettingChoice {
  case people, everyone, nobody
}

/// A field of an entry that can be sealed.
public enum SealedField: String, SettingChoice {
  case caller = "caller_id"
  case session = "session_id"
  case arguments
}

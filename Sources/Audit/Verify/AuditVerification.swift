/// What a verification found.
public struct AuditVerification: Sendable, Equatable {
  /// Whether the chain holds to the end of the log, and the head agrees.
  public var isIntact: Bool { damage == nil }
  public internal(set) var damage: AuditDamage?
  /// Lines that fit.
  public internal(set) var entries: UInt64 = 0
  /// The first and the last sequence that fit; 0 for none.
  public internal(set) var first: UInt64 = 0
  public internal(set) var last: UInt64 = 0
  /// SHA-256 of the last line that fits, in hexadecimal.
  public internal(set) var lastHash = ""
  public internal(set) var segments = 0
  public internal(set) var bytes = 0
  /// The sequence that the head file names; nil if there is none.
  public internal(set) var head: UInt64?
  /// The root of the tree over all entries, in hexadecimal; empty if it cannot be told.
  public internal(set) var root = ""
  /// Checkpoints beside the log that a key of ``keys`` signed, and the entries that the largest of them covers.
  public internal(set) var checkpoints = 0
  public internal(set) var covered: UInt64 = 0
  /// Checkpoints that only other keys signed.
  public internal(set) var unknownCheckpoints = 0
  /// Checkpoints that a witness signed whose key was given, and the entries that the largest of them covers.
  public internal(set) var cosigned = 0
  public internal(set) var witnessed: UInt64 = 0
  /// The keys that checkpoints were held against.
  public internal(set) var keys: [NoteKey] = []
  /// Bytes after the last line end: a line that is being written, or that a crash left. They are no damage,
  /// since they were never durable; opening the log cuts them off.
  public internal(set) var tornBytes = 0

  init() {}
}

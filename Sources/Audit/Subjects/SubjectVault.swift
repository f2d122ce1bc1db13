import Basics
import Crypto
public import Storage
import Synchronization

/// The keys of data subjects: in the state database, wrapped by a key in a file of its own (`subjects.key`, mode 0600).
///
/// Which key is whose is found by an HMAC of the subject's name, so the database alone names nobody. A key is durable
/// before anything is sealed under it. Functions that say so block on the disk; ``cached(_:)`` never does.
public final class SubjectVault: Sendable {
  public static let keyFile = "subjects.key"
  /// Seals that are kept in memory; beyond them the next is looked up anew.
  static let cachedMax = 100_000

  private let database: StateDatabase
  private let wrapping: SymmetricKey
  private let lookup: SymmetricKey
  private let fields: Set<SubjectSeal.Member>
  private let seals = Mutex<[String: SubjectSeal]>([:])

  private static let migrations = [
    Migration(
      name: "subjects-1",
      sql: """
        CREATE TABLE subjects (
          id TEXT PRIMARY KEY, lookup BLOB UNIQUE, wrapped BLOB, caller TEXT, created_at TEXT NOT NULL, erased_at TEXT
        ) STRICT
        """)
  ]

  /// Opens the vault of a state directory, and makes its key file if there is none. Blocks.
  ///
  /// - Throws: ``AuditError`` `audit_key_invalid` if the key file cannot be used, or is gone while keys exist.
  public init(
    _ database: StateDatabase, in directory: StateDirectory, fields: Set<SubjectSeal.Member> = Set(SubjectSeal.Member.allCases)
  ) throws {
    try database.migrate(Self.migrations)
    let known = try database.read { transaction throws(StorageError) in
      try transaction.rows("SELECT count(*) AS n FROM subjects WHERE wrapped IS NOT NULL").first?.integer("n") ?? 0
    }
    let secret = try Self.secret(directory.file(Self.keyFile), mayMake: known == 0)
    self.database = database
    self.fields = fields
    wrapping = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: secret, info: Array("precinct subject wrapping v1".utf8), outputByteCount: SubjectKey.bytes)
    lookup = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: secret, info: Array("precinct subject lookup v1".utf8), outputByteCount: SubjectKey.bytes)
  }

  private static func secret(_ path: String, mayMake: Bool) throws -> SymmetricKey {
    do throws(FileError) {
      guard try FileBytes.permissions(path) & 0o077 == 0 else { throw FileError("use", path, reason: "others may read it") }
      let bytes = try FileBytes.read(path, bytesMax: SubjectKey.bytes)
      guard bytes.count == SubjectKey.bytes else { throw FileError("use", path, reason: "it does not hold 32 bytes") }
      return SymmetricKey(data: bytes)
    } catch {
      guard error.isNotFound, mayMake else {
        throw AuditError(
          .keyInvalid, "The key of the data subjects' keys: \(error).",
          remediation: "Restore it from a backup (mode 600); without it sealed fields cannot be read.")
      }
      var random = SystemRandomNumberGenerator()
      let bytes = (0..<SubjectKey.bytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      try FileBytes.replace(path, with: bytes, mode: 0o600)
      return SymmetricKey(data: bytes)
    }
  }

  /// The seal of a subject that was asked for before; nil otherwise. Never blocks.
  public func cached(_ subject: String) -> SubjectSeal? { seals.withLock { $0[subject] } }

  /// The seal of a subject; its key is made if there is none. Blocks.
  public func seal(for subject: String) throws -> SubjectSeal {
    if let seal = cached(subject) { return seal }
    let tag = tag(of: subject)
    let (id, wrapped, caller) = try found(tag) ?? make(subject, tag)
    guard let key = SubjectKey(id: id, wrapped: wrapped, wrapping) else {
      throw AuditError(
        .keyInvalid, "The key of the data subject \(id) was wrapped with another key.",
        remediation: "Restore \(Self.keyFile) from the same backup as the state database.")
    }
    let seal = SubjectSeal(key: key, caller: caller, fields: fields)
    return seals.withLock { seals in
      if seals.count >= Self.cachedMax { seals.removeAll(keepingCapacity: true) }
      let kept = seals[subject] ?? seal
      seals[subject] = kept
      return kept
    }
  }

  private func found(_ tag: [UInt8]) throws -> (String, [UInt8], String)? {
    try database.read { transaction throws(StorageError) in
      try transaction.rows("SELECT id, wrapped, caller FROM subjects WHERE lookup = ?", [.blob(tag)]).first.map {
        row throws(StorageError) in (try row.text("id"), try row.optionalBlob("wrapped") ?? [], try row.text("caller"))
      }
    }
  }

  private func make(_ subject: String, _ tag: [UInt8]) throws -> (String, [UInt8], String) {
    let key = SubjectKey.make()
    let (wrapped, caller) = (try key.wrapped(wrapping), try key.seal(Array(subject.utf8), as: .caller).text)
    try database.write { transaction throws(StorageError) in
      try transaction.execute(
        "INSERT INTO subjects (id, lookup, wrapped, caller, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (lookup) DO NOTHING",
        [.text(key.id), .blob(tag), .blob(wrapped), .text(caller), .text(Timestamp.now().rfc3339)])
    }
    // Another process may have been quicker.
    return try found(tag) ?? (key.id, wrapped, caller)
  }

  private func tag(of subject: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(subject.utf8), using: lookup))
  }

  // MARK: Reading

  /// The name of a caller as entries hold it; nil if the subject has no key. Blocks.
  public func sealedCaller(_ subject: String) throws -> String? { try found(tag(of: subject))?.2 }

  /// What is known of the key of a sealed text. Blocks.
  func key(_ id: String) throws -> (key: SubjectKey?, isErased: Bool) {
    let row = try database.read { transaction throws(StorageError) in
      try transaction.rows("SELECT wrapped, erased_at FROM subjects WHERE id = ?", [.text(id)]).first
    }
    guard let row else { return (nil, false) }
    guard try row.optionalText("erased_at") == nil else { return (nil, true) }
    return (SubjectKey(id: id, wrapped: try row.optionalBlob("wrapped") ?? [], wrapping), false)
  }

  // MARK: Erasing

  /// Destroys the key of a subject, with the tag that leads to it, and returns its ID; nil if the subject has none. The
  /// destruction is durable when this returns, and what the database freed is overwritten. Blocks.
  public func erase(_ subject: String) throws -> String? {
    guard let (id, _, _) = try found(tag(of: subject)) else { return nil }
    try database.write { transaction throws(StorageError) in
      try transaction.execute(
        "UPDATE subjects SET lookup = NULL, wrapped = NULL, caller = NULL, erased_at = ? WHERE id = ?",
        [.text(Timestamp.now().rfc3339), .text(id)])
    }
    seals.withLock { $0[subject] = nil }
    try database.scrub()
    return id
  }
}

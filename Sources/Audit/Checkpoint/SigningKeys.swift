#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The keys that sign a log's checkpoints: the newest first, and the one before it for as long as both are to sign.
///
/// They lie in a file that its owner alone may read (mode 0600); the public halves of all keys that the log ever had lie
/// beside it. Whoever can read the key can sign another log: verifiers need the public key, and a checkpoint now and
/// then, from elsewhere.
public struct SigningKeys: Sendable {
  /// Keys that sign one checkpoint.
  static let signersMax = 2
  private static let bytesMax = 16 << 10

  let signers: [NoteSigner]

  /// The name that the log signs with: its origin.
  public var origin: String { signers.first?.publicKey.name ?? "" }
  /// The keys that verify what these sign, the newest first.
  public var publicKeys: [NoteKey] { signers.map(\.publicKey) }

  /// Reads the keys of a log; nil if it has none.
  ///
  /// - Throws: ``AuditError`` `audit_key_invalid` if the file holds anything else or others may read it.
  public init?(of paths: LogPaths) throws(AuditError) {
    let path = paths.signingKeys
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .file("find", path)
    }
    guard status.st_mode & 0o077 == 0 else { throw .keyExposed(path) }
    let file = try ReadableFile(path)
    let text = String(decoding: try file.read(0..<min(file.length, Self.bytesMax)), as: UTF8.self)
    let signers = text.split(separator: "\n").map { NoteSigner($0) }
    guard (1...Self.signersMax).contains(signers.count), signers.allSatisfy({ $0 != nil }) else {
      throw .keyInvalid(path)
    }
    self.signers = signers.compactMap(\.self)
  }

  private init(_ signers: [NoteSigner]) { self.signers = signers }

  /// Reads the keys of a log, or makes its first.
  ///
  /// - Parameter origin: The name of the log if it has none yet: no blanks and no plus signs.
  static func opened(_ paths: LogPaths, origin: String) throws(AuditError) -> SigningKeys {
    if let keys = try SigningKeys(of: paths) { return keys }
    guard NoteKey.isName(origin) else { throw .originInvalid(origin) }
    let keys = SigningKeys([NoteSigner(name: origin)])
    try keys.write(paths)
    return keys
  }

  /// Adds a key, with which the log signs from its next checkpoint on; the key before goes on signing beside it, so
  /// that those who know only that one can follow. A running gateway reads the file before every checkpoint.
  ///
  /// - Throws: ``AuditError``.
  public func rotated(_ paths: LogPaths) throws(AuditError) -> SigningKeys {
    let keys = SigningKeys([NoteSigner(name: origin)] + signers.prefix(Self.signersMax - 1))
    try keys.write(paths)
    return keys
  }

  /// Ends the overlap: only the newest key signs.
  public func retired(_ paths: LogPaths) throws(AuditError) -> SigningKeys {
    let keys = SigningKeys(Array(signers.prefix(1)))
    try keys.write(paths)
    return keys
  }

  /// The public keys that lie beside a log; none if there is no such file.
  public static func published(_ paths: LogPaths) throws(AuditError) -> [NoteKey] {
    guard unsafe access(paths.publicKeys, F_OK) == 0 else { return [] }
    let file = try ReadableFile(paths.publicKeys)
    let text = String(decoding: try file.read(0..<file.length), as: UTF8.self)
    var keys: [NoteKey] = []
    for line in text.split(separator: "\n") {
      guard let key = NoteKey(String(line)) else { throw .keyInvalid(paths.publicKeys) }
      keys.append(key)
    }
    return keys
  }

  /// The public half first: a key that signed is never unknown.
  private func write(_ paths: LogPaths) throws(AuditError) {
    let known = try Self.published(paths)
    let added = publicKeys.filter { !known.contains($0) }
    try Self.replace(paths.publicKeys, with: (known + added.reversed()).map { "\($0)\n" }.joined(), paths)
    try Self.replace(paths.signingKeys, with: signers.map { $0.secret + "\n" }.joined(), paths)
  }

  private static func replace(_ path: String, with text: String, _ paths: LogPaths) throws(AuditError) {
    let aside = path + ".new"
    unsafe unlink(aside)
    let file = try LogFile(aside, creating: true, calls: .system)
    try file.append(Array(text.utf8))
    try file.synchronize()
    guard unsafe rename(aside, path) == 0 else { throw .file("replace", path) }
    try Directory.synchronize(paths.directory)
  }
}

extension AuditError {
  static func keyExposed(_ path: String) -> Self {
    Self(.keyInvalid, "\(path) can be read by others.", remediation: "chmod 600 \(path), and rotate the key.")
  }

  static func keyInvalid(_ path: String) -> Self {
    Self(.keyInvalid, "\(path) does not hold keys of the audit log.", remediation: "Restore it from a backup.")
  }

  static func originInvalid(_ origin: String) -> Self {
    Self(
      .keyInvalid, "\"\(origin)\" is no name for a log.",
      remediation: "Give audit.origin without blanks and plus signs, such as gateway.example.com/audit.")
  }
}

public import Basics

/// What a backup holds. It is written last: a directory without it is no backup.
public struct BackupManifest: Sendable, Equatable {
  public struct File: Sendable, Equatable {
    /// Below the state directory.
    public let name: String
    /// Bytes as they lie in the backup, and their SHA-256 in hexadecimal.
    public let bytes: Int
    public let digest: String
    /// Permission bits, such as 0o600.
    public let mode: UInt32
  }

  public var createdAt: Timestamp
  public var stateDirectory: String
  /// The active segment of the audit log, below the state directory.
  public var auditPath: String
  public var files: [File]
  /// `key-file` or `scrypt`; nil for a backup in the clear.
  public var encryption: String?
  var salt: [UInt8] = []
  /// The last entry of the log that it holds; 0 for none.
  public var lastSequence: Int
  public var lastHash: String

  public static let name = "MANIFEST.json"
  static let checksumName = "MANIFEST.sha256"
  static let folder = "files"
  static let schema = "precinct.backup.v1"
  static let bytesMax = 256 << 20

  var document: JSONValue {
    [
      "schema": .string(Self.schema), "created_at": .string(createdAt.rfc3339), "state_directory": .string(stateDirectory),
      "audit_path": .string(auditPath), "encryption": encryption.map { .string($0) } ?? .null,
      "salt": .string(Hex.encode(salt)), "last_sequence": .integer(lastSequence), "last_hash": .string(lastHash),
      "files": .array(
        files.map {
          ["name": .string($0.name), "bytes": .integer($0.bytes), "sha256": .string($0.digest), "mode": .integer(Int($0.mode))]
        }),
    ]
  }

  /// Reads the manifest of a backup.
  ///
  /// - Throws: ``BackupError`` `backup_incomplete` if there is none, `backup_damaged` if it is not what was written.
  public init(of directory: String) throws(BackupError) {
    let bytes: [UInt8]
    let checksum: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read("\(directory)/\(Self.name)", bytesMax: Self.bytesMax)
      checksum = try FileBytes.read("\(directory)/\(Self.checksumName)", bytesMax: 4_096)
    } catch {
      throw BackupError(.incomplete, "\(directory) is no complete backup: \(error).")
    }
    guard Self.checksum(of: bytes) == checksum else { throw Self.damaged(directory) }
    guard let document = try? JSONValue.parse(bytes, limits: JSONLimits(nodesMax: 4_000_000)),
      let manifest = Self(document)
    else { throw Self.damaged(directory) }
    self = manifest
  }

  /// As `sha256sum --check` reads it.
  static func checksum(of bytes: [UInt8]) -> [UInt8] { Array("\(Digest256(of: bytes).hex)  \(name)\n".utf8) }

  private static func damaged(_ directory: String) -> BackupError {
    BackupError(.damaged, "\(directory)/\(name) is not what was written.")
  }

  private init?(_ document: JSONValue) {
    guard document["schema"]?.stringValue == Self.schema,
      let created = document["created_at"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
      let state = document["state_directory"]?.stringValue, let audit = document["audit_path"]?.stringValue,
      let salt = document["salt"]?.stringValue.flatMap({ Hex.decode($0.utf8) }),
      let last = document["last_sequence"]?.intValue, let hash = document["last_hash"]?.stringValue,
      let list = document["files"]?.arrayValue, Self.isInside(audit)
    else { return nil }
    var files: [File] = []
    for item in list {
      guard let name = item["name"]?.stringValue, Self.isInside(name), let bytes = item["bytes"]?.intValue, bytes >= 0,
        let digest = item["sha256"]?.stringValue, let mode = item["mode"]?.intValue, (0...0o777).contains(mode)
      else { return nil }
      files.append(File(name: name, bytes: bytes, digest: digest, mode: UInt32(mode)))
    }
    self.init(
      createdAt: created, stateDirectory: state, auditPath: audit, files: files,
      encryption: document["encryption"]?.stringValue, salt: salt, lastSequence: last, lastHash: hash)
  }

  init(
    createdAt: Timestamp, stateDirectory: String, auditPath: String, files: [File], encryption: String?, salt: [UInt8],
    lastSequence: Int, lastHash: String
  ) {
    self.createdAt = createdAt
    self.stateDirectory = stateDirectory
    self.auditPath = auditPath
    self.files = files
    self.encryption = encryption
    self.salt = salt
    self.lastSequence = lastSequence
    self.lastHash = lastHash
  }

  /// A path that cannot lead out of the directory.
  private static func isInside(_ name: String) -> Bool {
    !name.isEmpty && !name.utf8.contains(0)
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

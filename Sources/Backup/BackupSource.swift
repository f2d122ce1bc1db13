import FoundationEssentials

/// What is backed up: a state directory, and the audit log where that lies elsewhere.
public struct BackupSource: Sendable, Equatable {
  public let stateDirectory: String
  /// The active segment of the audit log.
  public let auditPath: String

  public init(stateDirectory: String, auditPath: String) {
    self.stateDirectory = stateDirectory
    self.auditPath = auditPath
  }

  static let database = "precinct.sqlite"
  /// Folder of the audit log in a backup whose log does not lie in the state directory.
  static let auditFolder = "audit-log"

  /// What is made anew at every start, belongs to one process, or can be derived from the rest.
  private static func isLeftOut(_ path: String) -> Bool {
    let first = path.split(separator: "/").first.map(String.init) ?? path
    if ["cache", "restore-tests", "control.address", "control.token", "agent.sock"].contains(first) { return true }
    let suffixes = [".lock", ".tmp", ".new", ".index", ".index-wal", ".index-shm", "-wal", "-shm", "-journal"]
    return suffixes.contains { path.hasSuffix($0) } || first.hasPrefix(".probe.")
  }

  /// The directory of the log, and its name in a backup; nil in the state directory itself.
  private var auditDirectory: String {
    guard let slash = auditPath.lastIndex(of: "/") else { return "." }
    return slash == auditPath.startIndex ? "/" : String(auditPath[..<slash])
  }

  private var auditName: String { auditPath.split(separator: "/").last.map(String.init) ?? auditPath }

  /// The log's name without what follows the last dot: all its files begin with it.
  private var auditStem: String {
    guard let dot = auditName.lastIndex(of: "."), dot > auditName.startIndex else { return auditName }
    return String(auditName[..<dot])
  }

  private var isAuditElsewhere: Bool { Self.standard(auditDirectory) != Self.standard(stateDirectory) }

  private static func standard(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return absolute.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The path of the log's active segment in a backup.
  public var auditPathInBackup: String { isAuditElsewhere ? "\(Self.auditFolder)/\(auditName)" : auditName }

  /// Every file to copy, as its path in the backup and where it lies, in the order in which they are copied: what the log
  /// promises (head, checkpoints, tree) before the log, and of the log the closed segments before the active one, so that
  /// the copy of the log is never shorter than what is promised.
  func files() throws(BackupError) -> [(name: String, path: String)] {
    var files = try Self.list(stateDirectory).map { (name: $0, path: "\(stateDirectory)/\($0)") }
    if isAuditElsewhere {
      let stem = auditStem
      files += try Self.list(auditDirectory).filter { $0.hasPrefix(stem) }
        .map { (name: "\(Self.auditFolder)/\($0)", path: "\(auditDirectory)/\($0)") }
    }
    return files.filter { $0.name != Self.database }.sorted { (rank($0.name), $0.name) < (rank($1.name), $1.name) }
  }

  private func rank(_ name: String) -> Int {
    let active = auditPathInBackup
    if name == active { return 2 }
    let stem = isAuditElsewhere ? "\(Self.auditFolder)/\(auditStem)-" : "\(auditStem)-"
    return name.hasPrefix(stem) ? 1 : 0
  }

  private static func list(_ directory: String) throws(BackupError) -> [String] {
    guard let all = try? FileManager.default.subpathsOfDirectory(atPath: directory) else {
      throw BackupError(.fileFailed, "The directory \(directory) cannot be listed: is it there, and yours?")
    }
    return all.filter { path in
      var isDirectory = false
      let exists = FileManager.default.fileExists(atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
      return exists && !isDirectory && !isLeftOut(path)
    }
  }
}

import Audit
public import Basics
import Gateway
import Settings
import Storage

extension OfflineState {
  /// Destroys the key of a data subject, and records it. Refused while a gateway holds the log.
  public func erase(subject: String) throws -> JSONValue {
    let directory = try idleDirectory()
    guard let id = try SubjectVault(StateDatabase(in: directory), in: directory).erase(subject) else {
      throw OfflineError(SubjectRecord.noKey)
    }
    try record(SubjectRecord.erased(id), code: SubjectRecord.erasedCode)
    return SubjectRecord.document(id)
  }

  /// Records that entries of a data subject were exported.
  public func recordExport(of id: String) throws -> JSONValue {
    _ = try idleDirectory()
    try record(SubjectRecord.exported(id), code: SubjectRecord.exportedCode)
    return ["recorded": true]
  }

  private func record(_ detail: String, code: String) throws {
    let log = try AuditLog(configuration.audit.path, AuditLogOptions(configuration.audit))
    var entry = AuditEntry(timestamp: .now(), event: .change)
    entry.detail = detail
    entry.code = code
    _ = try log.append(entry)
    try log.close()
  }
}

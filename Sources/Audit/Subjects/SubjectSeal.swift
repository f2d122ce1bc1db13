import Basics

/// What makes the personal fields of one data subject's entries unreadable for whoever lacks the subject's key.
///
/// An entry that has a seal is written with sealed texts in place of the fields of ``fields``. The caller's name is
/// sealed once for each subject and written as that one text, so that entries of one caller can still be told from
/// others' and found; every other field is sealed anew each time.
public final class SubjectSeal: Sendable {
  /// A member of the audit record that can be sealed.
  public enum Member: String, Sendable, CaseIterable {
    case caller = "caller_id"
    case session = "session_id"
    case arguments
  }

  let key: SubjectKey
  /// The sealed name of the caller.
  public let caller: String
  let fields: Set<Member>

  init(key: SubjectKey, caller: String, fields: Set<Member>) {
    self.key = key
    self.caller = caller
    self.fields = fields
  }

  /// The entry as it is written.
  func applied(to entry: AuditEntry) throws(AuditError) -> AuditEntry {
    var sealed = entry
    if fields.contains(.caller), !entry.callerID.isEmpty { sealed.callerID = caller }
    if fields.contains(.session), !entry.sessionID.isEmpty {
      sealed.sessionID = try key.seal(Array(entry.sessionID.utf8), as: .session).text
    }
    if fields.contains(.arguments), let arguments = entry.arguments {
      let text = try key.seal(arguments, as: .arguments).text
      // A sealed text has no character that JSON escapes.
      sealed.arguments = Array("\"\(text)\"".utf8)
    }
    return sealed
  }
}

extension SubjectSeal: Equatable {
  public static func == (left: SubjectSeal, right: SubjectSeal) -> Bool { left === right }
}

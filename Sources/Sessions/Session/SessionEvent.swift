/// What happens in a session.
public enum SessionEvent: Sendable {
  /// A tool is about to be called.
  case call(SessionCall)
  /// A layer refused a call for what it is; the call, if this session had let it through before.
  case refused(SessionCall?)
  /// A call that this session had let through was not made, for a reason that says nothing of the caller: it
  /// waits for a person, the rate was too high, the upstream was not well.
  case withdrawn(SessionCall)
  /// An answer was scanned: pieces of personal data and signs of prompt injection found in it.
  case answered(personalData: Int, injections: Int)
}

/// What happens in a session.
public enum SessionEvent: Sendable {
  /// A tool is about to be called.
  case call(SessionCall)
  /// A layer refused something; the call, if this session had let it through before.
  case refused(SessionCall?)
  /// An answer was scanned: pieces of personal data and signs of prompt injection found in it.
  case answered(personalData: Int, injections: Int)
}

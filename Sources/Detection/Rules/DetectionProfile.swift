/// The action for each category, for one direction of traffic.
///
/// A rule may ask for less than the profile (``DetectionRule/actionMax``), never for more.
///
/// ## Configuration keys
/// `credentials`, `pii`, `injection`, `limits`: each `block`, `redact` or `flag`.
public struct DetectionProfile: Sendable, Hashable {
  public var credentials: DetectionAction
  public var pii: DetectionAction
  public var injection: DetectionAction
  /// For text that could not be looked at whole; anything but `block` lets unread text pass.
  public var limits: DetectionAction

  public init(
    credentials: DetectionAction = .block, pii: DetectionAction = .flag,
    injection: DetectionAction = .flag, limits: DetectionAction = .block
  ) {
    self.credentials = credentials
    self.pii = pii
    self.injection = injection
    self.limits = limits
  }

  /// Calls on their way to a tool: credentials are refused, the rest is flagged.
  public static let requests = DetectionProfile()

  /// Answers on their way to an agent: credentials and personal data are edited out.
  public static let answers = DetectionProfile(credentials: .redact, pii: .redact)

  /// What is about to be written to a log: everything found is edited out.
  public static let records = DetectionProfile(
    credentials: .redact, pii: .redact, injection: .flag, limits: .flag)

  /// The action for a finding of `category`, before the rule's own ceiling.
  public func action(for category: DetectionCategory) -> DetectionAction {
    switch category {
    case .credential: credentials
    case .pii: pii
    case .injection: injection
    case .limit: limits
    }
  }
}

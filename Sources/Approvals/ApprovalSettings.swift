/// How long things last, and how many there may be.
public struct ApprovalSettings: Sendable {
  /// How long a request waits for a person.
  public var requestLife: Duration = .seconds(900)
  /// How long an approval may be used.
  public var approvalLife: Duration = .seconds(300)
  /// How long a refusal answers the same call before it may be asked again.
  public var denialHold: Duration = .seconds(600)
  /// Requests of one principal that may wait at once.
  public var pendingPerPrincipalMax = 32
  /// Requests that may wait at once, of all principals.
  public var pendingMax = 4_096
  /// Changes that may wait for the disk.
  public var jobsMax = 1_024
  /// How old the view of what other processes decided may be.
  public var viewAgeMax: Duration = .milliseconds(100)
  /// How long a request is kept after it came to its end.
  public var retention: Duration = .seconds(30 * 86_400)

  public init() {}
}

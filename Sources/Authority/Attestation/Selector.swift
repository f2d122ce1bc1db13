/// One property of a process by which a registration recognises it, such as `unix:uid:1000`.
///
/// The names are those of SPIRE's workload attestor `unix`, so that registrations can move to SPIRE as they are.
public struct Selector: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case userID = "uid"
    case user
    case groupID = "gid"
    case group
    /// The absolute path of the executable.
    case path
    /// The SHA-256 of the executable, in hexadecimal digits.
    case digest = "sha256"
  }

  public let kind: Kind
  public let value: String

  /// nil for selectors that only another authority can judge, such as `k8s:ns:tools`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "unix", let kind = Kind(rawValue: String(parts[1])), !parts[2].isEmpty
    else { return nil }
    self.kind = kind
    value = String(parts[2])
  }

  /// Whether `text` has the form of a selector of any kind: `type:name:value` or `type:value`.
  public static func isWellFormed(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    return parts[0] != "unix" || Selector(text) != nil
  }
}

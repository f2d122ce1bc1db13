import Basics

/// Which class each member of the audit record has, how long the members of a class are shown, and to whom.
public struct FieldClassification: Sendable, Equatable {
  /// What holds for a class.
  public struct Rule: Sendable, Equatable {
    /// How long a member is shown after its entry was made; nil for as long as the log is kept.
    public var retention: Duration?
    /// Roles that see it.
    public var readers: Set<String>

    public init(retention: Duration? = nil, readers: Set<String>) {
      self.retention = retention
      self.readers = readers
    }
  }

  public var classes: [FieldClass: Rule]
  /// Members that are not named here are `internal`.
  public var members: [String: FieldClass]

  public init(classes: [FieldClass: Rule], members: [String: FieldClass]) {
    self.classes = classes
    self.members = members
  }

  static let withheld = "[WITHHELD]"
  static let expired = "[EXPIRED]"

  /// What a role sees in place of a member of an entry of some age; nil if it sees the member itself.
  func mark(for member: String, role: String, age: Duration) -> String? {
    guard let rule = classes[members[member] ?? .internal] else { return Self.withheld }
    if !rule.readers.contains(role) { return Self.withheld }
    if let retention = rule.retention, age > retention { return Self.expired }
    return nil
  }
}

/// A control framework: which of its controls a gateway can give evidence for, and how. Read from a file of
/// `config/compliance`; see ``FrameworkFile``.
public struct Framework: Sendable, Equatable {
  /// As `--framework` names it, such as `nist-800-53`.
  public let id: String
  /// As an auditor calls it, with its edition.
  public let title: String
  /// Where the numbers and titles of the controls come from.
  public let source: String
  public let controls: [Control]

  /// The names that a framework file must have: one for each framework that `agw compliance` knows.
  public static let names = ["soc2", "nist-800-53", "iso27001", "gdpr", "pci-dss", "hipaa", "eu-ai-act"]

  public func control(_ id: String) -> Control? { controls.first { $0.id == id } }
}

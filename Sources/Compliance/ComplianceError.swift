/// Why evidence cannot be collected, written or verified. Equality is on the code.
public struct ComplianceError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// A framework file does not say what it must, with file and line.
    case frameworkInvalid = "compliance_framework_invalid"
    /// There is no framework, or no control, of this name.
    case unknown = "compliance_unknown"
    /// The source of the entries does not answer as it should.
    case sourceFailed = "compliance_source_failed"
    /// A file of the evidence cannot be written or read.
    case fileFailed = "compliance_file_failed"
    /// The key that signs or verifies the evidence cannot be used.
    case keyInvalid = "compliance_key_invalid"
    /// The evidence is not what was signed; the message names the file.
    case evidenceChanged = "compliance_evidence_changed"
  }

  public let code: Code
  /// One sentence for people, naming files and the way out.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

/// One control of a framework.
public struct Control: Sendable, Equatable {
  /// Its number in the framework, such as `CC6.1` or `Art. 30(1)`.
  public let id: String
  public let title: String
  /// What the evidence is, in a sentence for auditors, and where it ends.
  public let evidence: String
  /// What must hold in the period for the control to count as effective: all of it.
  public let claims: [Claim]
  /// Settings that must have these values for the control to count as configured.
  public let settings: [SettingClaim]

  /// The name of its directory: letters, digits, dots and hyphens; everything else is one underscore.
  public var directory: String {
    var name = ""
    for byte in id.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D: name.unicodeScalars.append(Unicode.Scalar(byte))
      default: if !name.hasSuffix("_") { name += "_" }
      }
    }
    return name
  }
}

/// Why a text that begins a reference does not hold one. Equality is on code and place.
public struct SecretReferenceError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// It begins like a reference and does not go on like one.
    case malformed = "secret_reference_malformed"
    /// The text holds more than ``SecretReference/countMax``.
    case tooMany = "secret_reference_too_many"
  }

  public let code: Code
  /// Where the reference begins, in bytes from the start of the text.
  public let offset: Int

  public var description: String {
    switch code {
    case .malformed: "A secret reference is malformed (byte \(offset))."
    case .tooMany: "A text holds more than \(SecretReference.countMax) secret references."
    }
  }
}

public import Basics

/// What fixes a tool's definition.
public enum RegisteredHash: Sendable, Hashable, CustomStringConvertible {
  /// SHA-256 of name, description and input schema; see ``ToolDefinition/digest``.
  case definition(Digest256)
  /// SHA-256 of everything that the server says of the tool; see ``ToolDefinition/pin``.
  case pin(Digest256)

  /// Reads 64 hexadecimal digits, with `pin:` before them for the stronger form.
  public init?(_ text: String) {
    if text.hasPrefix(Self.pinPrefix) {
      guard let digest = Digest256(hex: String(text.dropFirst(Self.pinPrefix.count))) else { return nil }
      self = .pin(digest)
    } else {
      guard let digest = Digest256(hex: text) else { return nil }
      self = .definition(digest)
    }
  }

  public var description: String {
    switch self {
    case .definition(let digest): digest.hex
    case .pin(let digest): Self.pinPrefix + digest.hex
    }
  }

  private static let pinPrefix = "pin:"
}

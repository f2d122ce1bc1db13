import Basics

/// The secret that opens the control API: 256 random bits, made anew at each start.
///
/// Whoever can read the file of the state directory that holds it (mode 0600) may do everything.
public struct ControlToken: Sendable {
  private let value: Redacted<String>

  static let fileName = "control.token"
  /// Longest token that is read or compared, in bytes.
  static let bytesMax = 256

  /// A new token from the system's random source.
  init() {
    value = Redacted(Hex.encode((0..<32).map { _ in UInt8.random(in: .min ... .max) }))
  }

  init(_ text: String) { value = Redacted(text) }

  /// The value of the `Authorization` header. The name is long so that each use is seen in review.
  func exposedHeader() -> String { "Bearer \(value.exposed())" }

  func exposedBytes() -> [UInt8] { Array(value.exposed().utf8) }

  /// Whether `header` is `Bearer` and this token.
  ///
  /// - Complexity: The time depends on the length of `header` only, not on where it differs.
  func isProved(by header: String) -> Bool {
    let expected = Array(exposedHeader().utf8)
    let given = Array(header.utf8)
    guard given.count == expected.count else { return false }
    var difference: UInt8 = 0
    for (left, right) in zip(given, expected) { difference |= left ^ right }
    return difference == 0
  }
}

import Basics
import Crypto

/// Closes what a server wants to be reminded of, so that it comes back from the same caller, about the same thing,
/// and not too late.
///
/// Servers behind the gateway cannot tell its callers apart, so the binding that they would make themselves is made
/// here. A caller that changes, lends or keeps the text gets it refused.
///
/// - Source: MCP 2026-07-28, Multi Round-Trip Requests, `requestState`.
struct StateSeal: Sendable {
  /// What the state belongs to.
  struct Binding {
    let principal: String
    let server: String
    let method: String
    let subject: String

    var bytes: [UInt8] { Array([principal, server, method, subject].joined(separator: "\u{0}").utf8) }
  }

  /// How long a round may take, for a person who has to answer.
  static let life = Duration.seconds(3_600)
  static let keyBytes = 32

  private let key: SymmetricKey

  /// - Parameter key: ``keyBytes`` secret bytes; gateways that share callers share them.
  init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

  /// A seal for this process alone.
  init() { key = SymmetricKey(size: .bits256) }

  /// The text for the client; nil if the generator or the cipher fails.
  func close(_ state: some Collection<UInt8>, for binding: Binding, now: Timestamp) -> String? {
    let deadline = now.adding(Self.life).seconds
    let plain = unsafe withUnsafeBytes(of: deadline.bigEndian) { unsafe Array($0) } + Array(state)
    guard let box = try? ChaChaPoly.seal(plain, using: key, authenticating: binding.bytes) else { return nil }
    return Base64.encode(Array(box.combined), .url)
  }

  /// What was closed; nil for anything that was not closed here for this binding, or too long ago.
  func open(_ text: some Collection<UInt8>, for binding: Binding, now: Timestamp) -> [UInt8]? {
    guard let bytes = Base64.decode(Array(text), .url), let box = try? ChaChaPoly.SealedBox(combined: bytes),
      let plain = try? ChaChaPoly.open(box, using: key, authenticating: binding.bytes), plain.count >= 8
    else { return nil }
    let deadline = plain.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return now.seconds <= deadline ? Array(plain.dropFirst(8)) : nil
  }
}

/// A group of keys: a mapping in the file, a struct in the program.
///
/// The struct's initial values are the defaults. `fields` is the one place that knows the keys; reading,
/// rendering, the catalogue of keys and the suggestions for misspelt ones all come from it.
public protocol SettingsSection: Sendable, Equatable {
  init()

  static var fields: [Field<Self>] { get }

  /// Checks and completes what single keys cannot: called after all keys of the section were read.
  mutating func complete(_ decoding: inout SectionDecoding)
}

extension SettingsSection {
  public mutating func complete(_ decoding: inout SectionDecoding) {}
}

/// What ``SettingsSection/complete(_:)`` may ask and say.
public struct SectionDecoding {
  var decoding: Decoding

  /// Whether a file or variable gives the key, even as empty.
  func isGiven(_ key: String) -> Bool { decoding.isGiven(key) }

  /// Adds a problem with the value of `key`.
  mutating func report(_ key: String, _ message: String) {
    decoding.report(.inconsistent, key, message)
  }
}

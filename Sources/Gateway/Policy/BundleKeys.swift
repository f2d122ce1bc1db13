import Basics
import FoundationEssentials
import Policy
import Settings

/// Reads the keys that bundles are signed with. Blocks on the disk.
enum BundleKeys {
  /// Largest key file, in bytes.
  private static let bytesMax = 65_536

  static func read(_ settings: [String: BundleKeySettings]) throws(LoadProblem) -> [String: BundleKey] {
    var keys: [String: BundleKey] = [:]
    for (name, key) in settings {
      guard let algorithm = BundleAlgorithm(rawValue: key.algorithm.rawValue) else { continue }
      keys[name] = BundleKey(algorithm: algorithm, material: try material(name, key))
    }
    return keys
  }

  private static func material(_ name: String, _ key: BundleKeySettings) throws(LoadProblem) -> Redacted<String> {
    guard let secret = try SecretText.read(env: key.env, file: key.file, "policy.bundle_keys.\(name)") else {
      throw LoadProblem("policy", ["policy.bundle_keys.\(name): give file or env"])
    }
    return secret
  }
}

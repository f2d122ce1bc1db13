import Basics
import Settings
import SPIFFE

/// Which bundle a trust domain must have, where the configuration says.
enum BundlePins {
  static func read(_ settings: IdentitySettings) -> [TrustDomain: String] {
    var pins: [TrustDomain: String] = [:]
    for (name, digest) in settings.bundlePins {
      if let domain = try? TrustDomain(name) { pins[domain] = digest }
    }
    return pins
  }

  static func admits(_ bundle: BundleDocument, _ pins: [TrustDomain: String]) -> Bool {
    pins[bundle.trustDomain].map { $0 == bundle.digest } ?? true
  }
}

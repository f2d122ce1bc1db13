import Basics
import SwiftASN1
import X509

extension TrustBundle {
  /// Reads a SPIFFE bundle: a key set whose `x509-svid` keys carry one certificate each, and whose
  /// `jwt-svid` keys sign JWT-SVIDs. Keys of any other use are passed over.
  ///
  /// - Throws: ``TrustBundleError``.
  /// - Source: Trust Domain and Bundle §4.2.
  public init(trustDomain: TrustDomain, document bytes: [UInt8]) throws(TrustBundleError) {
    let document: JSONValue
    do { document = try JSONValue.parse(bytes) } catch {
      throw TrustBundleError(.malformed, error.description)
    }
    guard let keys = document["keys"]?.arrayValue else {
      throw TrustBundleError(.malformed, "there is no array `keys`")
    }
    var certificates: [Certificate] = []
    for key in keys where key["use"] == "x509-svid" {
      guard let chain = key["x5c"]?.arrayValue, chain.count == 1, let text = chain.first?.stringValue,
        let der = Base64.decode(text.utf8), let certificate = try? Certificate(derEncoded: der)
      else {
        throw TrustBundleError(
          .malformed, "an `x509-svid` key does not hold exactly one certificate in `x5c`")
      }
      certificates.append(certificate)
    }
    let tokenKeys = JSONValue.object(["keys": .array(keys.filter { $0["use"] == "jwt-svid" })])
    let set: WebKeySet
    do { set = try WebKeySet(tokenKeys, secretsAllowed: false) } catch {
      throw TrustBundleError(.malformed, error.description)
    }
    if !certificates.isEmpty || set.keys.isEmpty { try Self.check(certificates, of: trustDomain) }
    self.init(trustDomain: trustDomain, authorities: certificates, tokenKeys: set)
  }
}

import Basics
import Policy

/// Which state of which policies an answer came from. Source: OPA, REST API, Provenance.
enum Provenance {
  static func document(of stack: PolicyStack) -> JSONValue {
    var object: JSONObject = [
      "version": "precinct", "build_commit": "", "build_timestamp": "", "build_hostname": "",
      "digest": .string(stack.bundle.digest.hex),
    ]
    let bundles = stack.bundles.map { ($0.name, JSONValue.object(["revision": .string($0.manifest.revision)])) }
    if !bundles.isEmpty { object["bundles"] = .object(JSONObject(bundles)) }
    return .object(object)
  }
}

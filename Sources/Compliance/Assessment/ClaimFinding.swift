import Basics

/// What became of one claim.
struct ClaimFinding: Sendable {
  let claim: Claim
  let holds: Bool
  /// Whether something in the period speaks against it, rather than nothing for it.
  let isContradicted: Bool
  /// Numbers, in a sentence.
  let result: String
  var samples: [[UInt8]] = []
  var exceptions: [[UInt8]] = []

  init(_ claim: Claim, holds: Bool, isContradicted: Bool = false, _ result: String) {
    self.claim = claim
    self.holds = holds
    self.isContradicted = isContradicted
    self.result = result
  }

  var document: JSONValue {
    var object: JSONObject = [
      "shows": .string(claim.shows), "holds": .bool(holds), "contradicted": .bool(isContradicted), "result": .string(result),
    ]
    switch claim.proof {
    case .count(let query, let least):
      object["count"] = .string(query.text)
      object["at_least"] = .integer(least)
    case .every(let query, let has):
      object["every"] = .string(query.text)
      object["has"] = .string(has.text)
    case .test(let test): object["test"] = .string(test.name)
    }
    return .object(object)
  }
}

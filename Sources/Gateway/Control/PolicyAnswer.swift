public import Basics
import Policy
import SPIFFE

/// What ``PolicyTrial`` found.
public struct PolicyAnswer: Sendable {
  public let isAllowed: Bool
  /// `ALLOW` or `DENY` and why; obligations and hints stand on lines of their own.
  public let text: String
  public let document: JSONValue

  init(_ evaluation: PolicyEvaluation, visibleTools: [String], isToolUnknown: Bool) {
    let isListed = !evaluation.decision.isAllowed && !visibleTools.isEmpty
    isAllowed = evaluation.decision.isAllowed || isListed
    var object = evaluation.json.objectValue ?? JSONObject()
    var lines = [evaluation.text]
    if isListed {
      lines = ["ALLOW (may call \(visibleTools.joined(separator: ", ")), and so may list them)"]
      object["decision"] = "ALLOW"
      object["explanation"] = "may call a tool, and so may list tools"
    }
    if isToolUnknown { lines.append("  note: the tool is not in the registry, so layer 5 refuses the call anyway") }
    object["tool_registered"] = .bool(!isToolUnknown)
    text = lines.joined(separator: "\n")
    document = .object(object)
  }

  /// A caller that does not get as far as the policies.
  init(caller: SPIFFEID, method: String, tool: String?, refusal: String) {
    isAllowed = false
    text = "DENY (\(refusal))"
    document = [
      "decision": "DENY", "explanation": .string(refusal), "caller": .string(caller.text),
      "method": .string(method), "tool": tool.map { .string($0) } ?? .null,
    ]
  }
}

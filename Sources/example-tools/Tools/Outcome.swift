import Basics

/// What a tool gives back.
struct Outcome {
  var text: String
  var structured: JSONValue?
  var isError = false

  /// As the protocol's `CallToolResult`.
  var result: JSONObject {
    var result: JSONObject = ["content": [["type": "text", "text": .string(text)]]]
    result["structuredContent"] = structured
    result["isError"] = .bool(isError)
    return result
  }
}

import Basics
import MCP

/// A refusal's body, in the shapes that callers read.
struct DenialBody {
  let denial: Denial
  let decisionID: String
  let traceID: String
  /// The page that explains the codes; `#` and the code are added.
  let docsURL: String

  /// The envelope that plain HTTP callers and SDKs read.
  func envelope() -> [UInt8] {
    var writer = JSONWriter(capacity: 512)
    write(to: &writer)
    return writer.bytes
  }

  /// A JSON-RPC error whose `data` is the envelope. `id` is the request's, as it came, or nil.
  func rpcError(id: ArraySlice<UInt8>?) -> [UInt8] {
    var writer = JSONWriter(capacity: 768)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("id")
    if let id { writer.raw(id) } else { writer.null() }
    writer.key("error")
    writer.beginObject()
    writer.key("code")
    writer.integer(denial.jsonrpcCode)
    writer.key("message")
    writer.string("\(denial.message) \(denial.code.remediation) [\(denial.code.rawValue)]")
    writer.key("data")
    write(to: &writer, besides: denial.protocolData)
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  /// A tool result with `isError`, so that the model itself reads why.
  func toolResult(id: ArraySlice<UInt8>, era: Era) -> [UInt8] {
    var writer = JSONWriter(capacity: 1_024)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("id")
    writer.raw(id)
    writer.key("result")
    writer.beginObject()
    if era == .modern {
      writer.key("resultType")
      writer.string("complete")
    }
    writer.key("content")
    writer.beginArray()
    writer.beginObject()
    writer.key("type")
    writer.string("text")
    writer.key("text")
    writer.string("\(denial.message) \(denial.code.remediation) [\(denial.code.rawValue)]")
    writer.endObject()
    writer.endArray()
    writer.key("isError")
    writer.bool(true)
    writer.key("_meta")
    writer.beginObject()
    writer.key("dev.precinct/denial")
    write(to: &writer)
    writer.endObject()
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  private func write(to writer: inout JSONWriter, besides members: JSONObject = [:]) {
    let code = denial.code
    writer.beginObject()
    writer.key("code")
    writer.string(code.rawValue)
    writer.key("message")
    writer.string(denial.message)
    writer.key("layer")
    writer.integer(code.layer)
    writer.key("layer_name")
    writer.string(code.layerName)
    writer.key("decision_id")
    writer.string(decisionID)
    writer.key("trace_id")
    writer.string(traceID)
    writer.key("details")
    writer.value(.object(denial.details))
    writer.key("remediation")
    writer.string(code.remediation)
    writer.key("docs_url")
    writer.string("\(docsURL)#\(code.rawValue)")
    for (key, value) in members {
      writer.key(escaping: key)
      writer.value(value)
    }
    writer.endObject()
  }
}

import Basics
import NIOHTTP1

/// One HTTP answer, sent whole.
struct Answer {
  var status: HTTPResponseStatus
  var headers: HTTPHeaders = [:]
  var body: [UInt8] = []

  /// A JSON-RPC message as an answer.
  init(_ message: JSONValue, status: HTTPResponseStatus = .ok) {
    self.status = status
    headers = ["Content-Type": "application/json"]
    body = message.serialized()
  }

  /// An answer without a body.
  init(_ status: HTTPResponseStatus, headers: HTTPHeaders = [:]) {
    self.status = status
    self.headers = headers
  }
}

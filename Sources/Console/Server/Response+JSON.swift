import Basics
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// An answer of the control API. It is never kept by a cache, and never taken for anything but JSON.
  init(_ document: JSONValue, status: HTTPResponse.Status = .ok) {
    self.init(bytes: document.serialized(), type: "application/json", status: status)
  }

  init(bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) {
    self.init(
      status: status,
      headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

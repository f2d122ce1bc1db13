import Basics
import HTTPTypes
import Hummingbird
import NIOCore
import Policy

/// A request to the decision point, read whole.
struct OPARequest: Sendable {
  let verb: HTTPRequest.Method
  /// Still encoded, without empty parts: an encoded slash belongs to its part.
  let parts: [String]
  let parameters: OPAParameters
  let body: [UInt8]
  let ifNoneMatch: String?
  let authorization: String?
  let peer: String

  init(_ request: Request, peer: String, bytesMax: Int) async throws {
    verb = request.method
    let target = request.head.path ?? "/"
    let path = target.prefix { $0 != "?" }
    parts = path.split(separator: "/").map(String.init)
    parameters = OPAParameters(target[path.endIndex...].dropFirst())
    ifNoneMatch = request.headers[.ifNoneMatch]
    authorization = request.headers[.authorization]
    self.peer = peer
    body = try await Self.body(request, bytesMax)
  }

  private static func body(_ request: Request, _ bytesMax: Int) async throws -> [UInt8] {
    let tooLarge = OPAError(.contentTooLarge, .invalidParameter, "request body too large")
    let collected: ByteBuffer
    do {
      collected = try await request.body.collect(upTo: bytesMax)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw tooLarge
    }
    let bytes = Array(collected.readableBytesView)
    guard request.headers[.contentEncoding]?.lowercased() == "gzip" else { return bytes }
    do throws(ArchiveError) {
      return try Gzip.unpack(bytes, bytesMax: bytesMax)
    } catch {
      throw error.code == .tooLarge ? tooLarge : OPAError.invalid("could not decompress the body")
    }
  }

  /// The path behind the first `count` parts.
  func documentPath(behind count: Int) throws(OPAError) -> DocumentPath {
    let rest = parts.dropFirst(count).joined(separator: "/")
    guard let path = DocumentPath(url: rest) else { throw .invalid("bad path: \(rest.prefix(256))") }
    return path
  }

  /// The path behind the first `count` parts, decoded, as one text.
  func text(behind count: Int) throws(OPAError) -> String {
    try documentPath(behind: count).parts.joined(separator: "/")
  }

  /// The body as a document; nil if there is none.
  ///
  /// - Parameter message: What a body that is none is called.
  func document(_ message: String = "body contains malformed input document") throws(OPAError) -> JSONValue? {
    guard body.contains(where: { $0 > 0x20 }) else { return nil }
    do throws(JSONError) {
      return try JSONValue.parse(body)
    } catch {
      throw .invalid("\(message): \(error)")
    }
  }
}

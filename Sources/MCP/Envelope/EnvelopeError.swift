public import Basics

/// Why a body is not a JSON-RPC message that may pass. Equality is on the code.
public struct EnvelopeError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case malformedJSON = "envelope_malformed_json"
    case notAnObject = "envelope_not_an_object"
    case versionNotTwo = "envelope_version_not_2_0"
    case batchNotAllowed = "envelope_batch_not_allowed"
    case batchEmpty = "envelope_batch_empty"
    case batchTooLong = "envelope_batch_too_long"
    case batchMixed = "envelope_batch_mixed"
    case batchHoldsInitialize = "envelope_batch_holds_initialize"
    case batchRepeatsID = "envelope_batch_repeats_id"
    case idInvalid = "envelope_id_invalid"
    case idMissing = "envelope_id_missing"
    case methodInvalid = "envelope_method_invalid"
    case kindWrong = "envelope_kind_wrong"
    case kindUnclear = "envelope_kind_unclear"
    case errorInvalid = "envelope_error_invalid"
    case paramsInvalid = "envelope_params_invalid"
    case nameMissing = "envelope_name_missing"
    case nameTooLong = "envelope_name_too_long"
    case argumentsInvalid = "envelope_arguments_invalid"
    case metadataInvalid = "envelope_metadata_invalid"
  }

  public let code: Code
  /// Where it was noticed, in bytes from the start of the body.
  public let offset: Int
  /// What the JSON pass found, when the body is no acceptable JSON.
  public let json: JSONError?
  /// The bytes of the id as it was sent, for the refusal to echo; nil if none could be read.
  public internal(set) var id: [UInt8]?

  init(_ code: Code, at offset: Int, json: JSONError? = nil) {
    self.code = code
    self.offset = offset
    self.json = json
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.json == right.json }

  /// The number for the `code` member of a JSON-RPC error.
  public var rpcCode: Int {
    switch code {
    case .malformedJSON: RPCCode.parseError
    case .paramsInvalid, .nameMissing, .nameTooLong, .argumentsInvalid, .metadataInvalid: RPCCode.invalidParams
    default: RPCCode.invalidRequest
    }
  }

  /// One sentence for people; holds none of the input.
  public var description: String {
    switch code {
    case .malformedJSON: json?.description ?? "The body is not JSON."
    case .notAnObject: "The body is not a JSON-RPC object."
    case .versionNotTwo: "The member \"jsonrpc\" must be \"2.0\"."
    case .batchNotAllowed: "Batches belong to protocol revision 2025-03-26 only; send one message."
    case .batchEmpty: "The batch is empty."
    case .batchTooLong: "The batch holds too many messages."
    case .batchMixed: "A batch holds requests and notifications, or responses, never both."
    case .batchHoldsInitialize: "\"initialize\" must not stand in a batch."
    case .batchRepeatsID: "Two requests of the batch have the same id."
    case .idInvalid: "An id is a string of at most \(EnvelopeLimits.idBytesMax) bytes or a 64-bit whole number."
    case .idMissing: "A response must name the id of its request."
    case .methodInvalid:
      "A method is a string of 1 to \(EnvelopeLimits.methodBytesMax) bytes without control characters."
    case .kindWrong: "A request needs an id, and a notification has none."
    case .kindUnclear: "A message has exactly one of \"method\", \"result\" and \"error\"."
    case .errorInvalid: "An error is an object with a whole number \"code\" and a string \"message\"."
    case .paramsInvalid: "The member \"params\" must be an object or an array."
    case .nameMissing: "The parameters do not name what the request is about."
    case .nameTooLong: "The name that the request is about is longer than \(EnvelopeLimits.nameBytesMax) bytes."
    case .argumentsInvalid: "The member \"arguments\" must be an object."
    case .metadataInvalid: "The member \"_meta\" must be an object with well-formed protocol members."
    }
  }
}

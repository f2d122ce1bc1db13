import Basics

/// Layer 1: nothing larger than the limit is looked at, and nothing that did not arrive whole.
struct SizeLimit: Layer {
  let name = LayerName.requestSizeLimit
  let bodyBytesMax: Int

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    if call.isBodyTooLarge || call.body.count > bodyBytesMax || (call.request.declaredBytes ?? 0) > bodyBytesMax {
      var details = JSONObject()
      details["max_bytes"] = .integer(bodyBytesMax)
      if let declared = call.request.declaredBytes { details["declared_bytes"] = .integer(declared) }
      return .refuse(
        Denial(.requestTooLarge, "The request is larger than \(bodyBytesMax) bytes.", details: details))
    }
    if call.isBodyIncomplete {
      return .refuse(Denial(.bodyIncomplete, "The connection ended before the body did."))
    }
    return .proceed
  }
}

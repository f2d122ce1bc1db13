import Basics
import Testing
import TestKit

@testable import Console

@Suite("Commands and a running gateway", .serialized)
struct GatewayCommandTests {
  @Test func aDayOfAnOperator() throws {
    let gateway = try RunningGateway()
    let agw = gateway.agw
    #expect(gateway.streams.text(2).contains("DEVELOPMENT PROFILE"))
    let status = try agw.run("status")
    #expect(status.code == 0)
    #expect(try JSONValue.parse(status.output)["status"] == "ready")
    #expect(try agw.run("inspect", "tools", "--format", "table").output.contains("my_tool"))

    // A call is refused, recorded, and its caller is known.
    #expect(try gateway.call("bash")["code"] == "tool_not_in_registry")
    let record = try JSONValue.parse(agw.run("audit", "search", "--last", "1").output)
    for key in ["decision_id", "trace_id", "spiffe_id", "timestamp", "risk_score", "layers_traversed", "prev_hash"] {
      #expect(record[key] != nil, "\(key)")
    }
    #expect(record["decision"] == "DENY" && record["tool"] == "bash")
    #expect(try agw.run("audit", "search", "--caller", Installation.caller).output.contains(#""tool":"bash""#))
    #expect(try agw.run("audit", "search", "--decision", "allow").output.isEmpty)
    let story = try agw.run("audit", "explain", record["decision_id"]?.stringValue ?? "")
    #expect(story.code == 0 && story.output.contains("tool_registry"))
    #expect(try agw.run("audit", "verify").output.hasPrefix("INTACT"))
    #expect(try JSONValue.parse(agw.run("identity", "list").output)["status"] == "seen")

    // Identities and secrets change what the gateway holds, at once.
    #expect(try agw.run("identity", "revoke", Installation.caller, "--yes").code == 0)
    #expect(try gateway.call("bash")["code"] == "spiffe_auth_revoked")
    #expect(try agw.run("identity", "reinstate", Installation.caller, "--yes").code == 0)
    #expect(try gateway.call("bash")["code"] == "tool_not_in_registry")
    let put = try agw.run(
      "secrets", "put", "key", "--owner", Installation.caller, "--tool", "my_tool", input: "hush-hush")
    #expect(put.code == 0)
    #expect(try agw.run("secrets", "rotate", "key", "--yes", input: "new-hush").code == 0)
    #expect(try agw.run("secrets", "revoke", "key").code == 1)
    #expect(try agw.run("secrets", "revoke", "key", "--yes").code == 0)
    let log = try agw.run("audit", "search", "--event", "all").output
    #expect(log.contains("secret rotated: key") && !log.contains("hush"))

    #expect(gateway.stop() == 0)
    #expect(try agw.run("status").code == 1)
    #expect(try agw.run("audit", "verify").code == 0)
  }

  @Test func changedFilesComeIntoForceAndBrokenOnesDoNot() throws {
    let gateway = try RunningGateway()
    let agw = gateway.agw
    #expect(try agw.run("policy", "reload").output.hasPrefix("reloaded: 1 tools"))
    let directory = gateway.installation.directory
    try directory.write("package x\nallow if {\n", to: "config/opa/x.rego")
    let refused = try agw.run("policy", "reload")
    #expect(refused.code == 1 && refused.output.contains("x.rego"))
    #expect(try agw.run("status").output.contains(#""component":"reload","status":"degraded""#))
    // The watch sees both changes by itself.
    try directory.write("package x\nimport rego.v1\nallow if false\n", to: "config/opa/x.rego")
    let second = "\n  - name: second\n    description: x\n    input_schema: {}\n"
    try directory.write(Installation.registry + second, to: "config/registry.yaml")
    let isInForce = try RunningGateway.eventually { try agw.run("inspect", "tools").output.contains("second") }
    #expect(isInForce)
    #expect(try agw.run("status").output.contains(#""component":"reload","status":"ok""#))
  }

  @Test func theControlPlaneKeepsStrangersOut() throws {
    let gateway = try RunningGateway()
    let (token, _, port) = try gateway.control()
    let host = "Host: 127.0.0.1:\(port)"
    let proof = "Authorization: \(token.exposedHeader())"
    func code(_ lines: String..., body: String = "") throws -> (Int, String?) {
      let answer = try gateway.ask(lines, body: body, port: port)
      return (answer.status, try? JSONValue.parse(answer.body)["code"]?.stringValue)
    }
    #expect(try code("GET /livez HTTP/1.1", host).0 == 200)
    #expect(try code("GET /readyz HTTP/1.1", host).0 == 200)
    #expect(try code("GET /metrics HTTP/1.1", host).0 == 200)
    #expect(try code("GET /api/status HTTP/1.1", host, proof).0 == 200)
    #expect(try code("GET /api/status HTTP/1.1", host) == (401, "control_token_required"))
    #expect(try code("GET /api/status HTTP/1.1", host, "Authorization: Bearer x") == (401, "control_token_required"))
    #expect(try code("GET /api/status HTTP/1.1", "Host: evil.example", proof) == (403, "control_host_refused"))
    #expect(try code("GET /metrics HTTP/1.1", "Host: evil.example") == (403, "control_host_refused"))
    #expect(
      try code("GET /api/status HTTP/1.1", host, proof, "Origin: http://evil.example") == (403, "control_origin_refused"))
    #expect(try code("GET /api/none HTTP/1.1", host, proof) == (404, "control_not_found"))
    let json = "Content-Type: application/json"
    #expect(try code("POST /api/identities HTTP/1.1", host, proof, body: "{}") == (400, "control_request_invalid"))
    #expect(try code("POST /api/identities HTTP/1.1", host, proof, json, body: "{") == (400, "control_request_invalid"))
    #expect(try code("POST /api/identities HTTP/1.1", host, proof, json, body: "[]") == (400, "control_request_invalid"))
    let large = "{\"name\":\"" + String(repeating: "x", count: ControlBody.bytesMax) + "\"}"
    #expect(try code("POST /api/secrets HTTP/1.1", host, proof, json, body: large) == (413, "control_request_too_large"))
    let unknown = try code("POST /api/approvals/apr_0/approve HTTP/1.1", host, proof, json, body: #"{"by":"me"}"#)
    #expect(unknown == (404, "approval_not_found"))
  }
}

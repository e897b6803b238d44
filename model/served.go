package model

// Served says what the program serves, to who asks for another service.
const Served = "gatehouse serves apigatewayv2, and GetCallerIdentity of sts"

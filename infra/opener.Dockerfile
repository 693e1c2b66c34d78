# The opener's image: Node 24 LTS and its bundle, nothing to install. Built in Azure by `az acr build` (docs/deploy.md).
FROM node:24-bookworm-slim
WORKDIR /held
COPY . .
USER node
CMD ["node", "opener.js"]
